import type { ComparedInput } from './compared-input.ts';
import type { Looker } from './compared-keys.ts';
import { ignoreCaches } from './ignore-caches.ts';
import type { Sides } from './job-sides.ts';
import { type DifferenceKind, differenceOf, type Look } from './look.ts';
import { DigestLooker } from './look-by-digest.ts';
import { KeyLooker } from './look-by-keys.ts';

/** How the keys of one database are compared; each gives those that differ in what counts. */
export interface Looks {
  readonly suspectsOf: (keys: readonly string[]) => ReturnType<Looker['suspects']>;
  readonly look: (keys: readonly string[]) => ReturnType<Looker['look']>;
}

export function lookerOf({ level, toleranceMs }: ComparedInput, sides: Sides): Looker {
  if (level === 'digest') return new DigestLooker(sides, toleranceMs);
  return new KeyLooker(sides, { toleranceMs, isDump: level === 'dump' });
}

export function looksOf(
  looker: Looker,
  { level, toleranceMs, isSuperset }: ComparedInput,
  { sides, database }: { readonly sides: Sides; readonly database: number },
): Looks {
  const differing = async (looks: ReadonlyMap<string, Look>): Promise<ReadonlyMap<string, Look>> => {
    const all = level === 'keys' ? looks : await ignoreCaches(sides, database, looks);
    const isDifference = (what: DifferenceKind | undefined) => what !== undefined && !(isSuperset && what === 'extra');
    return new Map([...all].filter(([, look]) => isDifference(differenceOf(look, toleranceMs))));
  };
  return {
    suspectsOf: async (keys) => await differing(await looker.suspects({ database, keys })),
    look: async (keys) => await differing(await looker.look({ database, keys })),
  };
}
