import { shortMessage } from '@waybill/core/internal';
import type { WarningGroup } from '../documents/warning-json.ts';
import { formatCount } from '../folds/counted.ts';
import { listUnits, paragraph, REST_IN_JSON } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** Above what steps warned of while they ran. */
export const WARNINGS_TITLE = 'Warnings';

const SHOWN = 10;

/** What steps that succeeded warned of, by cause, with the units. */
export function renderWarnings(groups: readonly WarningGroup[] = [], style: Style): readonly string[] {
  if (groups.length === 0) return [];
  const hidden = groups.length - SHOWN;
  return [
    '',
    style.paint('bold', WARNINGS_TITLE),
    ...groups.slice(0, SHOWN).flatMap((group) => renderGroup(group, style)),
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more${REST_IN_JSON}`] : []),
  ];
}

/** `check-templates: the index template … (and similar)` */
export function describeWarning({ step, message, is_example: isExample }: WarningGroup): string {
  return `${step}: ${message}${isExample === true ? ' (and similar)' : ''}`;
}

function renderGroup(group: WarningGroup, style: Style): readonly string[] {
  const text = describeWarning({ ...group, message: shortMessage(group.message) });
  return [
    ...paragraph(visibleText(text), `  ${style.symbols.warning} `, style).map((line) => style.paint('yellow', line)),
    ...(group.hint === undefined ? [] : paragraph(`hint: ${visibleText(group.hint)}`, '    ', style)),
    ...paragraph(listUnits(group.units, style, REST_IN_JSON), '    ', style).map((line) => style.paint('dim', line)),
  ];
}
