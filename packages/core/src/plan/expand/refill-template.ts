import type { Value } from '../../value/value.ts';
import type { EachEntry } from '../plan.ts';
import type { Template } from './compile-template.ts';

/**
 * Fills in one unit after the other into the same object, which must not be kept: only its leaves that depend on `each`
 * are written. For passes over very many units that need a unit's values for a moment.
 */
export function createRefill(template: Template, first: EachEntry): (entry: EachEntry) => Value {
  const filled = template.fill(first);
  const slots = template.leaves.map(({ path, fill }) => {
    let parent = filled as Record<string, Value>;
    for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, Value>;
    return { parent, key: String(path.at(-1) ?? ''), fill };
  });
  return (entry) => {
    for (const { parent, key, fill } of slots) parent[key] = fill(entry);
    return filled;
  };
}
