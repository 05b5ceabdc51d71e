import type { Preview } from '@waybill/core';
import { formatCount } from '../folds/counted.ts';
import { listUnits, paragraph, REST_IN_JSON } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { visibleText } from '../text/visible-text.ts';

/** Notes of one check that are shown before "and more". */
const SHOWN_NOTES = 20;

/** What checks found that a reviewer should read although nothing is wrong, by the check that found it. */
export function renderNotes({ checks }: Preview, style: Style): readonly string[] {
  const { notes = [] } = checks;
  if (notes.length === 0) return [];
  const groups = Map.groupBy(notes, ({ check }) => check);
  const lines = [...groups].flatMap(([check, members]) => {
    const hidden = members.length - SHOWN_NOTES;
    return [
      ...members
        .slice(0, SHOWN_NOTES)
        .flatMap(({ units, detail }) =>
          paragraph(`${listUnits(units, style, REST_IN_JSON)}: ${visibleText(detail)}`, '  ', style),
        ),
      ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more of ${check}${REST_IN_JSON}`] : []),
    ];
  });
  return ['', style.paint('bold', 'What checks found'), ...lines];
}
