import { join } from 'node:path';
import { textOf } from '../answer/json-fields.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The first of the variables that is set; an empty one counts as not set. */
export function firstSet(names: readonly string[], env: Environment): string | undefined {
  return names.map((name) => textOf(env[name])).find((value) => value !== undefined);
}

/** A path below the user's home; undefined when the environment names none. */
export function inHome(env: Environment, ...names: readonly string[]): string | undefined {
  const home = firstSet(['HOME', 'USERPROFILE'], env);
  return home === undefined ? undefined : join(home, ...names);
}
