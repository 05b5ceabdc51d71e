import type { Preview } from '@waybill/core';

/** What a kind says to reviewers, and for whom it holds. Empty texts are not said. */
export interface ImpactGroup {
  /** `index-migration`. */
  readonly kind: string;
  readonly migrations: readonly string[];
  readonly units: number;
  readonly downtime: string;
  readonly risk: string;
  readonly rollback: string;
}

/** Downtime, risk and rollback, once for all migrations of one kind for which they are the same; in the order of the plan. */
export function groupImpacts({ migrations }: Preview): readonly ImpactGroup[] {
  const groups = new Map<string, ImpactGroup>();
  for (const { name, uses, units, impact } of migrations) {
    const { downtime, risk = '', way_back: rollback } = impact;
    if (downtime === '' && risk === '' && rollback === '') continue;
    const kind = uses.slice(uses.indexOf('.') + 1);
    const key = JSON.stringify([kind, downtime, risk, rollback]);
    const known = groups.get(key) ?? { kind, migrations: [], units: 0, downtime, risk, rollback };
    groups.set(key, { ...known, migrations: [...known.migrations, name], units: known.units + units });
  }
  return [...groups.values()];
}
