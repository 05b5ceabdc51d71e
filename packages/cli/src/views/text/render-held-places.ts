import { formatCount } from '../folds/counted.ts';
import { paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

const SHOWN_UNITS = 3;

/** What keeps units from starting that no run frees by itself: tasks of failed units. */
export function renderHeldPlaces(units: readonly string[], style: Style): readonly string[] {
  if (units.length === 0) return [];
  const tasks =
    units.length === 1 ? '1 place is held by the task' : `${formatCount(units.length)} places are held by tasks`;
  const shown = units.slice(0, SHOWN_UNITS).join(', ');
  const named = units.length > SHOWN_UNITS ? `${shown} and ${formatCount(units.length - SHOWN_UNITS)} more` : shown;
  const text = `${tasks} of ${units.length === 1 ? 'a failed unit' : 'failed units'} that may be running: ${named}. Other units start when they are retried and end, are started over, or are given up.`;
  return paragraph(visibleText(text), '  ', style);
}
