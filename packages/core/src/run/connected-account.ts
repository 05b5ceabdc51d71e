import type { Rate } from '../provider/limits.ts';

/** What all providers of a run on one account share. */
export interface ConnectedAccount {
  /** The same text for every run on the account, wherever it is. May name a key, but no secret. */
  readonly scope: string;
  readonly providers: readonly string[];
  /** The tightest that a provider of the plan declares. */
  readonly requests: Rate;
}
