import type { SuspendedProvider } from '../journal/record.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import type { Redactor } from '../redact/redactor.ts';
import { defined } from '../value/defined.ts';
import { shortMessage } from './short-message.ts';

/** Why nothing more is sent to a provider, in one line. Secrets are taken out before it is cut, so that none is left in half. */
export function describeSuspension(provider: string, error: ProviderError, redactor: Redactor): SuspendedProvider {
  const { vendorCode: code, requestId, hint } = error;
  const message = shortMessage(redactor.text(error.message));
  const isNamed = requestId === undefined || message.includes(requestId);
  return {
    provider,
    code,
    message: isNamed ? message : `${message} (request ${requestId})`,
    ...defined({ hint }),
  };
}

/** By alias. */
export function describeSuspensions(
  suspended: ReadonlyMap<string, ProviderError>,
  redactor: Redactor,
): readonly ReturnType<typeof describeSuspension>[] {
  return [...suspended].map(([provider, error]) => describeSuspension(provider, error, redactor));
}
