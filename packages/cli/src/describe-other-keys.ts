import type { ConnectedAccount } from '@waybill/core';

/**
 * A note for each provider that signs with another lasting key than in the last run. A key does not say whose account it is
 * of, and replacing one is normal, so that nothing is refused for it.
 */
export function describeOtherKeys(accounts: readonly ConnectedAccount[]): readonly string[] {
  return accounts
    .flatMap(({ otherKeys }) => otherKeys)
    .map(
      (alias) =>
        `note: Provider ${alias} uses another key than the last run. Running remote tasks are found only if it belongs to the same account.`,
    );
}
