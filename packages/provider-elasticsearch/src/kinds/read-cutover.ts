import { defined, isValueObject, type Value } from '@waybill/core';

/** How clients get from the source to the copy. */
export interface Cutover {
  /** `alias`: one moves, within a cluster. `clients`: they are pointed to another cluster. */
  readonly mode: 'alias' | 'clients';
  readonly alias: Value | undefined;
  /** Those that the copy gets. */
  readonly aliases: readonly Value[];
  /** Writes to the source are refused before the last difference is copied. */
  readonly freezes: boolean;
  readonly hasGate: boolean;
}

/** How the copy follows the source; undefined: it is made once. */
export interface CatchUp {
  /** 0: only the last difference, of a plan without `catch_up`. */
  readonly rounds: number;
  readonly until: number;
  /** A field that only grows, by which the rounds know what was written; undefined: by sequence numbers. */
  readonly field?: string;
}

const DEFAULT_ROUNDS = 5;
const DEFAULT_UNTIL = 10_000;

export function readCutover(
  given: Value | undefined,
  { isRemote, catchesUp }: { readonly isRemote: boolean; readonly catchesUp: boolean },
): Cutover | undefined {
  if (!isValueObject(given)) return undefined;
  const mode = given['mode'] === 'clients' || (given['mode'] === undefined && isRemote) ? 'clients' : 'alias';
  const { alias, aliases, freeze } = given;
  return {
    mode,
    alias,
    aliases: Array.isArray(aliases) ? (aliases as readonly Value[]) : [],
    freezes: typeof freeze === 'boolean' ? freeze : mode === 'clients' || catchesUp,
    hasGate: given['gate'] !== false,
  };
}

/** What is written until the cut-over follows, with `catch_up` and whenever somebody makes sure that writers have stopped. */
export function readCatchUp(given: Value | undefined, cutover: Cutover | undefined): CatchUp | undefined {
  const { until = DEFAULT_UNTIL, rounds = DEFAULT_ROUNDS, field } = isValueObject(given) ? given : {};
  if (isCatchingUp(given))
    return {
      rounds: Number(rounds),
      until: Number(until),
      ...defined({ field: typeof field === 'string' ? field : undefined }),
    };
  const isFollowed = cutover?.mode === 'clients' || cutover?.freezes === true;
  return isFollowed ? { rounds: 0, until: 0 } : undefined;
}

export function isCatchingUp(given: Value | undefined): boolean {
  return given !== undefined && given !== null && given !== false;
}
