import type { Rate } from '../provider/limits.ts';

/** What all providers of a run on one account share. */
export interface ConnectedAccount {
  /** The same text for every run on the account, wherever it is. May name a key, but no secret. */
  readonly scope: string;
  readonly providers: readonly string[];
  /** Those of them that are used with another lasting key than in the last run: a rotation, or another account. */
  readonly otherKeys: readonly string[];
  /** The tightest that a provider of the plan declares. */
  readonly requests: Rate;
}

export function markOtherKeys(
  accounts: readonly ConnectedAccount[],
  aliases: readonly string[],
): readonly ConnectedAccount[] {
  return accounts.map((account) => ({
    ...account,
    otherKeys: account.providers.filter((alias) => aliases.includes(alias)),
  }));
}
