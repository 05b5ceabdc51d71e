import { type CredentialsError, defined, type ProviderError } from '@waybill/core';

/**
 * A refusal of credentials for which there are no others. `fault`: why their source gave none (`CredentialSource.fault`);
 * that is then what has to be corrected.
 */
export function lastingRefusal(refusal: ProviderError, fault: CredentialsError | undefined): ProviderError {
  if (fault === undefined) return refusal;
  // Whoever shows the refusal names the provider already.
  const reason = fault.message.replace(/^Provider [\w-]+: /, '');
  const message = `${refusal.message.replace(/[^.]$/, '$&.')} No newer ones could be read: ${reason}`;
  return refusal.restated({ message, ...defined({ hint: fault.hint }) });
}
