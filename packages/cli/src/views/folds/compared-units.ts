import { type Checkpoint, defined, type Graph, type ReportUnit } from '@waybill/core';
import { verifiedUnit } from '@waybill/core/internal';
import type { ComparedUnits } from '../documents/compared-json.ts';
import { counted, formatCount } from './counted.ts';
import { butFor } from './describe-omitted.ts';

/** Of a larger plan, reading every step would delay the end of a run; its report says it. */
const MOST_UNITS = 5_000;

const GRAVEST_FIRST = ['different', 'unstable', 'equal'] as const;

/**
 * What units have compared themselves, or were compared again since, by result and level; absent where nothing was compared.
 * Pure.
 */
export function comparedUnits(
  { units }: Pick<Graph, 'units'>,
  checkpoint: Pick<Checkpoint, 'steps' | 'verifications'>,
): { readonly compared?: readonly ComparedUnits[] } {
  if (units.length > MOST_UNITS) return {};
  const found = units.flatMap((unit) => verifiedUnit(unit, checkpoint) ?? []);
  const groups = Map.groupBy(found, ({ result, level = '' }) => `${result} ${level}`);
  const compared = GRAVEST_FIRST.flatMap((result) =>
    [...groups.values()].filter(([first]) => first?.result === result).map(sumOf),
  );
  return compared.length === 0 ? {} : { compared };
}

/** Units with the same result and level, as one. */
export function sumOf(units: readonly NonNullable<ReportUnit['verified']>[]): ComparedUnits {
  const total = (counts: readonly (number | undefined)[]): number | undefined =>
    counts.reduce<number>((sum, count = 0) => sum + count, 0) || undefined;
  return {
    result: units[0]?.result ?? 'equal',
    units: units.length,
    ...defined({
      level: units[0]?.level,
      documents: total(units.map(({ documents }) => documents)),
      omitted: total(units.map(({ omitted }) => omitted)),
    }),
  };
}

/** `2 units equal by digest, 2,400 documents`. */
export function describeCompared({ result, units, level, documents, omitted }: ComparedUnits): string {
  const by = level === undefined ? '' : ` by ${level}`;
  const all = documents === undefined ? '' : `, ${formatCount(documents)} documents`;
  return `${counted(units, 'unit')} ${result}${by}${butFor(omitted)}${all}`;
}
