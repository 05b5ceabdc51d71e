import type { KeyBatch } from './compared-keys.ts';
import type { Side } from './job-sides.ts';
import { valuesIn } from './look.ts';

/** As TYPE says, of each key: `none` where there is none. */
export async function typesOf({ connection }: Side, { database, keys }: KeyBatch): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const commands = keys.map((key) => [key, 'TYPE', key]);
  return valuesIn(await connection.read('ReadKeys', { database, commands })).map(String);
}
