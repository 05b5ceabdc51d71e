import type { PreviewChanges } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { namesOf } from '../folds/name-units.ts';
import { shortDigest } from '../preview/preview-facts.ts';
import { capitalise } from '../text/capitalise.ts';
import { listUnits, paragraph, renderNextSteps } from '../text/render-outcome.ts';
import type { Paint, Style } from '../text/style.ts';
import { visibleText } from '../text/visible-text.ts';
import { type ChangeItem, type ChangeSection, changeSections, describeUnitCounts } from './change-sections.ts';

/** Items of one section that are shown; JSON lists them all. */
const SHOWN = 20;

const PAINTS: Readonly<Record<ChangeItem['sign'], Paint>> = { '+': 'green', '-': 'red', '~': 'yellow' };

export interface RenderChangesOptions {
  readonly style: Style;
  readonly nextSteps: readonly NextStep[];
}

/** In what a preview differs from an earlier one, as text. */
export function renderChanges(changes: PreviewChanges, { style, nextSteps }: RenderChangesOptions): readonly string[] {
  const { plan, before, after } = changes;
  const environment = plan.environment === undefined ? '' : ` for environment ${visibleText(plan.environment)}`;
  const title = `${visibleText(plan.name)}${environment}: preview ${shortDigest(after.digest)} against ${shortDigest(before.digest)}`;
  return [
    ...paragraph(title, '', style).map((line) => style.paint('bold', line)),
    ...renderChangeList(changes, style),
    ...renderNextSteps(nextSteps, style),
  ];
}

/** The list alone, to be put below the head of the later preview. */
export function renderChangeList(changes: PreviewChanges, style: Style): readonly string[] {
  if (changes.is_equal) return ['Nothing differs.'];
  return [
    ...paragraph(`${capitalise(describeUnitCounts(changes))}.`, '', style),
    ...changeSections(changes, style.symbols.arrow).flatMap((section) => renderSection(section, style)),
  ];
}

function renderSection({ title, items }: ChangeSection, style: Style): readonly string[] {
  const more = items.length - SHOWN;
  return [
    '',
    style.paint('bold', title),
    ...items.slice(0, SHOWN).flatMap((item) => renderItem(item, style)),
    ...(more > 0 ? [style.paint('dim', `    and ${formatCount(more)} more; --json lists them all`)] : []),
  ];
}

function renderItem({ sign, names, text, details }: ChangeItem, style: Style): readonly string[] {
  const head = [describeNames(names, style), visibleText(text)].filter((part) => part !== '').join(': ');
  return [
    ...paragraph(head, `  ${sign} `, style).map((line) => style.paint(PAINTS[sign], line)),
    ...details.flatMap((line) => paragraph(visibleText(line), '      ', style)),
  ];
}

/** A renamed unit has two names, many units of a migration are counted. */
function describeNames(names: readonly string[], style: Style): string {
  if (names.length > namesOf(names).length)
    return `${formatCount(names.length)} units of ${listUnits(namesOf(names), style)}`;
  return listUnits(names, style);
}
