import type { PlannedUnit, UnitStatus } from '@waybill/core';
import type { SkippedGroup } from '../documents/json-objects.ts';

export type SkippableUnit = Pick<PlannedUnit, 'address' | 'needs' | 'level'> & {
  readonly unit: { readonly migration: { readonly name: string } };
};

export interface SkippedSource {
  readonly graph: { readonly units: readonly SkippableUnit[] };
  readonly statusOf: (unit: string) => UnitStatus;
  /** Whether an operator gave the unit up. */
  readonly isGivenUp: (unit: string) => boolean;
}

/**
 * Units that no run reaches, by the unit at the root of it: one that failed, whose outcome is unknown, or that an operator gave
 * up. Units that people gave up themselves are not among them.
 */
export function groupSkipped({ graph, statusOf, isGivenUp }: SkippedSource): readonly SkippedGroup[] {
  const skipped = graph.units.filter(({ address }) => statusOf(address) === 'skipped' && !isGivenUp(address));
  if (skipped.length === 0) return [];
  const members = Map.groupBy(graph.units, ({ unit }) => unit.migration.name);
  const roots = new Map<string, string>();
  const rootOfNeed = new Map<string, string | undefined>();
  const findRoot = (need: string): string | undefined => {
    const units = need.endsWith('[*]') ? (members.get(need.slice(0, -3)) ?? []).map(({ address }) => address) : [need];
    const broken = units.find((unit) => statusOf(unit) === 'failed' || statusOf(unit) === 'unknown');
    return broken ?? units.map((unit) => (isGivenUp(unit) ? unit : roots.get(unit))).find((root) => root !== undefined);
  };
  const groups = new Map<string, string[]>();
  // Level by level, so that the roots of a unit's needs are known before its own is looked for.
  for (const unit of skipped.toSorted((left, right) => left.level - right.level)) {
    const root = rootOf(unit, rootOfNeed, findRoot);
    if (root === undefined) continue;
    roots.set(unit.address, root);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [unit.address]);
    else group.push(unit.address);
  }
  return [...groups].map(([because, units]) => ({ because, because_status: statusOf(because), units }));
}

function rootOf(
  unit: SkippableUnit,
  known: Map<string, string | undefined>,
  findRoot: (need: string) => string | undefined,
): string | undefined {
  for (const need of unit.needs) {
    if (!known.has(need)) known.set(need, findRoot(need));
    const root = known.get(need);
    if (root !== undefined) return root;
  }
  return undefined;
}
