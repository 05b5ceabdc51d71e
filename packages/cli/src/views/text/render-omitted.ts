import type { OmittedUnit } from '../documents/compared-json.ts';
import { formatCount } from '../folds/counted.ts';
import { describeOmitted } from '../folds/describe-omitted.ts';
import { paragraph, REST_IN_JSON } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** Units that are listed. */
const SHOWN = 10;

/** Above what copies are without, because the plan allows it; or above what differs, and clients may have written. */
export function titleOfOmitted({ written }: Pick<OmittedUnit, 'written'>): string {
  return written === true ? WRITTEN_TITLE : OMITTED_TITLE;
}

const OMITTED_TITLE = 'Left out of the copy, as the plan allows';
const WRITTEN_TITLE = 'Different when the unit was compared, and accepted because clients had written to the copy';

/** What copies are without, and why. */
export function renderOmitted(omitted: readonly OmittedUnit[] = [], style: Style): readonly string[] {
  const groups = Map.groupBy(omitted, titleOfOmitted);
  return [...groups].flatMap(([title, units]) => renderGroup(title, units, style));
}

function renderGroup(title: string, units: readonly OmittedUnit[], style: Style): readonly string[] {
  const lines = units
    .slice(0, SHOWN)
    .flatMap(({ unit, ...omission }) =>
      paragraph(visibleText(`${unit}: ${describeOmitted(omission)}`), `  ${style.symbols.warning} `, style),
    );
  const hidden = units.length - SHOWN;
  const hint =
    'hint: `waybill verify --differences FILE` compares again, and writes all that differs now. Once nothing does, this is no longer shown.';
  return [
    '',
    style.paint('bold', title),
    ...lines.map((line) => style.paint('yellow', line)),
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more units${REST_IN_JSON}`] : []),
    ...(units.some(({ written }) => written === true) ? paragraph(hint, '    ', style) : []),
  ];
}
