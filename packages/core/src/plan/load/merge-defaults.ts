import { isPlainData, markPlain } from '../../value/plain-data.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { PlanSource } from '../plan.ts';
import type { PlanDocument } from '../syntax/read-document.ts';

/**
 * The document with the blocks of `defaults.with` merged under the `with:` of each migration that they are for: as if they
 * were written out there. What is taken over is found where it is written, under `defaults:`.
 */
export function mergeDefaults(document: PlanDocument): PlanDocument {
  const { root, source } = document;
  const blocks = blocksOf(root);
  if (blocks === undefined || !isValueObject(root.migrations)) return document;
  const migrations = Object.entries(root.migrations).map(
    ([name, entry]) => [name, withDefaults(entry, blocks)] as const,
  );
  return {
    ...document,
    root: { ...root, migrations: Object.fromEntries(migrations) },
    source: locateDefaults(source, root),
  };
}

function blocksOf(root: ValueObject): ValueObject | undefined {
  const blocks = isValueObject(root.defaults) ? root.defaults.with : undefined;
  return isValueObject(blocks) ? blocks : undefined;
}

/** Names of the blocks for what a migration uses, what counts most first: `search.index-migration`, then `index-migration`. */
export function blockNames(uses: string): readonly string[] {
  return [uses, uses.slice(uses.indexOf('.') + 1)];
}

function withDefaults(entry: Value, blocks: ValueObject): Value {
  if (!isValueObject(entry) || typeof entry.uses !== 'string' || !isValueObject(entry.with)) return entry;
  const [first, ...others] = blockNames(entry.uses).flatMap((name) => {
    const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
    return isValueObject(block) ? [block] : [];
  });
  if (first === undefined) return entry;
  return { ...entry, with: mergeUnder(entry.with, others.reduce(mergeUnder, first)) };
}

/**
 * Maps merge; every other value replaces the one below it, and `null` leaves it out. What only one of the two has is
 * shared and not copied.
 */
function mergeUnder(own: ValueObject, below: ValueObject): ValueObject {
  const merged: Record<string, Value> = { ...own };
  for (const [key, value] of Object.entries(below)) {
    const mine = Object.hasOwn(own, key) ? own[key] : value;
    if (mine === null && value !== mine) delete merged[key];
    else
      merged[key] =
        isValueObject(mine) && isValueObject(value) && mine !== value ? mergeUnder(mine, value) : (mine ?? null);
  }
  if (isPlainData(own) && isPlainData(below)) markPlain(merged);
  return merged;
}

/** The places of merged values: those of the migration, or of the block that they are taken from. */
function locateDefaults(source: PlanSource, root: ValueObject): PlanSource {
  return {
    ...source,
    locate: (path, at) => source.locate(writtenAt(path, root), at),
    takenOverAt: (path) => source.takenOverAt(writtenAt(path, root)),
  };
}

/** Where what is at a path of the merged document is written, before it was merged: the same path, or one under `defaults.with`. */
export function writtenAt(path: KeyPath, root: ValueObject): KeyPath {
  const [section, name, key, ...rest] = path;
  if (section !== 'migrations' || key !== 'with' || rest.length === 0) return path;
  const entry = isValueObject(root.migrations) ? root.migrations[String(name)] : undefined;
  const blocks = blocksOf(root);
  if (blocks === undefined || !isValueObject(entry) || typeof entry.uses !== 'string') return path;
  const own = reach(entry.with, rest);
  if (own === rest.length) return path;
  const best = blockNames(entry.uses)
    .map((block) => ({ block, depth: Object.hasOwn(blocks, block) ? reach(blocks[block], rest) : 0 }))
    .reduce((one, other) => (other.depth > one.depth ? other : one));
  return best.depth > own ? ['defaults', 'with', best.block, ...rest] : path;
}

/** How many keys of a path a value has. */
function reach(value: Value | undefined, path: KeyPath): number {
  let place: Value | undefined = value;
  for (const [depth, key] of path.entries()) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return depth;
    place = (place as Readonly<Record<string, Value>>)[String(key)];
  }
  return path.length;
}
