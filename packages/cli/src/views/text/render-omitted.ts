import type { OmittedUnit } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { describeOmitted } from '../folds/describe-omitted.ts';
import { paragraph, REST_IN_JSON } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** Units that are listed. */
const SHOWN = 10;

/** Above what copies are without, because the plan allows it. */
export const OMITTED_TITLE = 'Left out of the copy, as the plan allows';

/** What copies are without, because the plan allows it. */
export function renderOmitted(omitted: readonly OmittedUnit[] | undefined, style: Style): readonly string[] {
  if (omitted === undefined) return [];
  const lines = omitted
    .slice(0, SHOWN)
    .flatMap(({ unit, ...omission }) =>
      paragraph(visibleText(`${unit}: ${describeOmitted(omission)}`), `  ${style.symbols.warning} `, style),
    );
  const hidden = omitted.length - SHOWN;
  return [
    '',
    style.paint('bold', OMITTED_TITLE),
    ...lines.map((line) => style.paint('yellow', line)),
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more units${REST_IN_JSON}`] : []),
  ];
}
