import type { VerifiedUnitJson } from '../documents/compared-json.ts';
import { counted } from '../folds/counted.ts';
import { butFor } from '../folds/describe-omitted.ts';
import { formatTime } from './format-time.ts';
import { listUnits, paragraph, REST_IN_JSON } from './render-outcome.ts';
import type { Style } from './style.ts';

/** Units that were compared again, the ones that differ first. `verified`: oldest first. */
export function renderVerified(verified: readonly VerifiedUnitJson[], style: Style): readonly string[] {
  if (verified.length === 0) return [];
  const groups = Map.groupBy(verified, describe);
  const ordered = [...groups].toSorted(([, one], [, other]) => rank(one) - rank(other));
  return [
    '',
    style.paint('bold', 'Compared again'),
    ...ordered.flatMap(([what, units]) => renderGroup(what, units, style)),
  ];
}

function describe({ result, level, omitted, freshness }: VerifiedUnitJson): string {
  return `${result} by ${level}${butFor(omitted)}${freshness === undefined ? '' : `, ${FRESHNESS[freshness]}`}`;
}

const FRESHNESS: Readonly<Record<NonNullable<VerifiedUnitJson['freshness']>, string>> = {
  fresh: 'fresh: nothing has been written since then',
  stale: 'stale: written to since then',
  unknown: 'not known whether written to since then',
};

function rank([first]: readonly VerifiedUnitJson[]): number {
  if (first?.result !== 'equal') return 0;
  return first.freshness === 'stale' ? 1 : 2;
}

function renderGroup(what: string, units: readonly VerifiedUnitJson[], style: Style): readonly string[] {
  const [oldest, latest] = [units[0], units.at(-1)].map((unit) => formatTime(Date.parse(unit?.at ?? '')));
  const when = oldest === latest ? oldest : `${oldest} to ${latest}`;
  const [first] = units;
  const equal = first?.freshness === 'stale' ? style.symbols.warning : style.symbols.done;
  const symbol = first?.result === 'equal' ? equal : style.symbols.failed;
  const names = units.map(({ unit }) => unit);
  return [
    ...paragraph(`${counted(units.length, 'unit')} ${what}, ${when}`, `  ${symbol} `, style),
    ...paragraph(listUnits(names, style, REST_IN_JSON), '    ', style).map((line) => style.paint('dim', line)),
  ];
}
