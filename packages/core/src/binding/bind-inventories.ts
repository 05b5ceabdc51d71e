import { createHash } from 'node:crypto';
import { rowDigest } from '../plan/inventory/row-digest.ts';
import type { Plan } from '../plan/plan.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import type { BoundInventory } from './binding.ts';

const ROWS_PER_SLICE = 1_000;

/** The rows that the plan's inventories have now, by migration; undefined when it has none. */
export function* bindInventories(
  plan: Pick<Plan, 'migrations'>,
): Sliced<Readonly<Record<string, BoundInventory>> | undefined> {
  const bound: [string, BoundInventory][] = [];
  for (const { name, inventory, forEach = [] } of plan.migrations.values()) {
    if (inventory === undefined) continue;
    const digest = createHash('sha256');
    yield* eachSliced(forEach, ROWS_PER_SLICE, (entry) => {
      digest.update(`${JSON.stringify(entry.key)} ${rowDigest(entry)}\n`);
    });
    bound.push([name, { file: inventory.path, rows: forEach.length, digest: digest.digest('hex') }]);
  }
  return bound.length === 0 ? undefined : Object.fromEntries(bound);
}
