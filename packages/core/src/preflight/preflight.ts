import type { SecretUnreadableError } from '../connect/read-secrets.ts';
import type { DataAmount } from '../provider/data-amount.ts';

/**
 * What was asked before anything is done. `blocking`: applying would fail there. `warning`: it may pass by itself, or
 * needs attention. `unasked`: it could not be asked, or `--offline` said not to; it is asked before the first effect.
 */
export type CheckVerdict = 'passed' | 'warning' | 'blocking' | 'unasked';

/** What was found out at plan time by reading only: the answers behind a preview's `checks` and `secrets`. */
export interface Preflight {
  /** By the address of the check step. Steps that are not here were not asked. */
  readonly steps: ReadonlyMap<string, PreflightFinding>;
  /** By alias of the provider: whether a call with its credentials was answered. */
  readonly credentials: ReadonlyMap<string, PreflightFinding>;
  /** By alias of the provider: when its credentials end, where their source says so. */
  readonly credentialsEnd?: ReadonlyMap<string, CredentialsEnd>;
  /** By name of the secret: whether it resolves to a value. */
  readonly secrets: ReadonlyMap<string, boolean>;
  /** By name of the secret: why its file cannot be taken as it is, in the words of a run. */
  readonly unreadableSecrets?: ReadonlyMap<string, SecretUnreadableError>;
  /** By name of the secret: what is suspicious about its value, as phrases that continue "the value …". */
  readonly secretFlaws?: ReadonlyMap<string, readonly string[]>;
}

export interface PreflightFinding {
  readonly verdict: CheckVerdict;
  readonly detail: string;
  readonly hint?: string;
  /** Of a warning: the answer does not say what was asked. */
  readonly isUnknown?: boolean;
  /** Of one that is blocking: it was refused an answer, and a run would be. */
  readonly isUnanswered?: boolean;
  /** What later steps of the unit do because of it; a preview binds it. */
  readonly decision?: string;
  /** What a reviewer should read although nothing is wrong. */
  readonly notes?: readonly string[];
  /** How much data its unit is about. */
  readonly amount?: DataAmount;
  /** Of one that is unasked: the check of its unit whose finding has the same cause, or shows what it is asked with. */
  readonly becauseOf?: string;
  /** The checks of its unit that are unasked because of it, in the order of their steps. */
  readonly prevents?: readonly string[];
}

export interface CredentialsEnd {
  /** By the wall clock, in milliseconds since 1970. */
  readonly atMs: number;
  /** From when this was asked, in milliseconds; 0 when they have ended. */
  readonly leftMs: number;
}
