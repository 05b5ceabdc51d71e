import { type Checkpoint, defined, type Graph } from '@waybill/core';
import { verifiedUnit } from '@waybill/core/internal';
import type { ComparedUnits } from '../documents/json-objects.ts';

/** Of a larger plan a look at every step would keep the end of a run waiting; its report says it. */
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
    [...groups.values()].filter(([first]) => first?.result === result).map((of) => sumOf(result, of)),
  );
  return compared.length === 0 ? {} : { compared };
}

function sumOf(
  result: ComparedUnits['result'],
  units: readonly { readonly level?: string; readonly documents?: number; readonly omitted?: number }[],
): ComparedUnits {
  const total = (counts: readonly (number | undefined)[]): number | undefined =>
    counts.reduce<number>((sum, count = 0) => sum + count, 0) || undefined;
  return {
    result,
    units: units.length,
    ...defined({
      level: units[0]?.level,
      documents: total(units.map(({ documents }) => documents)),
      omitted: total(units.map(({ omitted }) => omitted)),
    }),
  };
}
