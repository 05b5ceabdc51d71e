import type { ProviderSession } from '@waybill/core';

/** Added to where credentials were found. Nothing where nothing says when they end. */
export function describeCredentialsEnd({
  credentialsEndAtMs,
  renewsCredentials = false,
}: Pick<ProviderSession, 'credentialsEndAtMs' | 'renewsCredentials'>): string {
  if (credentialsEndAtMs === undefined) return '';
  const end = `${new Date(credentialsEndAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `; they end at ${end}${renewsCredentials ? ', and a run gets new ones before' : ''}`;
}
