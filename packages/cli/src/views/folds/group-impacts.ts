import { defined, type Preview } from '@waybill/core';
import { nonEmpty } from '@waybill/core/internal';
import { counted, formatCount } from './counted.ts';

/** What a kind says to reviewers, and for whom it holds. Empty texts are not said. */
export interface ImpactGroup {
  /** `index-migration`. */
  readonly kind: string;
  readonly migrations: readonly string[];
  /** Of those of which it holds for some units only, for which: `3 of 15 units, such as moves[c]`. */
  readonly partly?: Readonly<Record<string, string>>;
  readonly units: number;
  readonly downtime: string;
  readonly risk: string;
  readonly rollback: string;
}

/** Downtime, risk and rollback, once for all migrations of one kind for which they are the same; in the order of the plan. */
export function groupImpacts({ migrations }: Preview): readonly ImpactGroup[] {
  const groups = new Map<string, ImpactGroup>();
  for (const { name, uses, units: all, impact, impacts } of migrations) {
    const kind = uses.slice(uses.indexOf('.') + 1);
    for (const { units, example, ...said } of impacts ?? [{ ...impact, units: all, example: name }]) {
      const { downtime, risk = '', way_back: rollback } = said;
      if (downtime === '' && risk === '' && rollback === '') continue;
      const key = JSON.stringify([kind, downtime, risk, rollback]);
      const known = groups.get(key) ?? { kind, migrations: [], units: 0, downtime, risk, rollback };
      const remark = impacts === undefined ? {} : { [name]: describePart(units, all, example) };
      const partly = { ...known.partly, ...remark };
      groups.set(key, {
        ...known,
        migrations: [...known.migrations, name],
        units: known.units + units,
        ...defined({ partly: nonEmpty(partly) }),
      });
    }
  }
  return [...groups.values()];
}

function describePart(units: number, all: number, example: string): string {
  const such = units === 1 ? example : `such as ${example}`;
  return `${formatCount(units)} of ${counted(all, 'unit')}, ${such}`;
}

/** `moves`, or `moves (3 of 15 units, such as moves[c])`. */
export function nameImpacted({ migrations, partly }: ImpactGroup): readonly string[] {
  return migrations.map((name) => {
    const part = partly !== undefined && Object.hasOwn(partly, name) ? partly[name] : undefined;
    return part === undefined ? name : `${name} (${part})`;
  });
}
