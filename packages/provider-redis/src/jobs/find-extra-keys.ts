import type { KeyBatch } from './compared-keys.ts';
import type { Side, Sides } from './job-sides.ts';
import { type Look, NOT_THERE, valuesIn } from './look.ts';

/** What the target has in place of what the source has not; its value does not matter. */
const SOME: Look = { left: NOT_THERE, right: { digest: 'extra' } };

/** Keys of the target that the source does not have, of those that the target still has. */
export async function findExtraKeys(
  { source, target }: Sides,
  { database, keys }: KeyBatch,
): Promise<ReadonlyMap<string, Look>> {
  const absent = await absentKeys(source, { database, keys });
  if (absent.length === 0) return new Map();
  const gone = new Set(await absentKeys(target, { database, keys: absent }));
  return new Map(absent.filter((key) => !gone.has(key)).map((key) => [key, SOME]));
}

/** One server says in one number whether all of them are there. */
async function absentKeys(side: Side, { database, keys }: KeyBatch): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const [first = ''] = keys;
  if (side.layout.mode === 'standalone') {
    const commands = [[first, 'EXISTS', ...keys]];
    const [there] = valuesIn(await side.connection.read('ReadKeys', { database, commands }));
    if (there === keys.length) return [];
  }
  const commands = keys.map((key) => [key, 'EXISTS', key]);
  const found = valuesIn(await side.connection.read('ReadKeys', { database, commands }));
  return keys.filter((_, at) => found[at] !== 1);
}
