import type { JsonStatus } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

const SHOWN_UNITS = 3;

/** What keeps units from starting that no run frees by itself: tasks of units that failed or left the plan. */
export function renderHeldPlaces(
  { held_places: units = [], held_by_orphans: orphans = [] }: Pick<JsonStatus, 'held_places' | 'held_by_orphans'>,
  style: Style,
): readonly string[] {
  const failed = units.filter((unit) => !orphans.includes(unit));
  return [
    ...render(
      failed,
      ['a failed unit', 'failed units'],
      'they are retried and end, are started over, or are given up',
      style,
    ),
    ...render(
      orphans,
      ['a unit that left the plan', 'units that left the plan'],
      'these are put back and end, or are given up',
      style,
    ),
  ];
}

function render(
  units: readonly string[],
  [one, many]: readonly [string, string],
  remedy: string,
  style: Style,
): readonly string[] {
  if (units.length === 0) return [];
  const places =
    units.length === 1
      ? `1 place is held by the task of ${one}`
      : `${formatCount(units.length)} places are held by tasks of ${many}`;
  const shown = units.slice(0, SHOWN_UNITS).join(', ');
  const named = units.length > SHOWN_UNITS ? `${shown} and ${formatCount(units.length - SHOWN_UNITS)} more` : shown;
  const text = `${places} that may be running: ${named}. Other units start when ${remedy}.`;
  return paragraph(visibleText(text), '  ', style);
}
