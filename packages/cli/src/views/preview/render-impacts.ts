import type { Preview } from '@waybill/core';
import { groupImpacts, nameImpacted } from '../folds/group-impacts.ts';
import { hanging, listUnits, paragraph, REST_IN_JSON } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { visibleText } from '../text/visible-text.ts';

/** What users notice, what becomes of data, and the way back: one line each for every kind. */
export function renderImpacts(preview: Preview, style: Style): readonly string[] {
  const groups = groupImpacts(preview);
  if (groups.length === 0) return [];
  return [
    '',
    style.paint('bold', 'Downtime, risk, rollback'),
    ...groups.flatMap((group) => [
      ...paragraph(`${visibleText(group.kind)}: ${listUnits(nameImpacted(group), style, REST_IN_JSON)}`, '  ', style),
      ...line('downtime', group.downtime, style),
      ...line('risk', group.risk, style),
      ...line('rollback', group.rollback, style),
    ]),
  ];
}

function line(name: string, text: string, style: Style): readonly string[] {
  return text === '' ? [] : hanging(visibleText(text), `    ${name.padEnd(8)}  `, style);
}
