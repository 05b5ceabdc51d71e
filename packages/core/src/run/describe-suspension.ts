import type { SuspendedProvider } from '../journal/record.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import type { Redactor } from './redactor.ts';

/** How much of a message is shown, in characters: vendors repeat the whole request that they would have signed. */
const LONGEST_MESSAGE = 360;
/** Of a longer one, what is kept of its end, where it says why no other credentials could be read. */
const KEPT_END = 160;

/** Why nothing more is sent to a provider, in one line. Secrets are taken out before it is cut, so that none is left in half. */
export function describeSuspension(provider: string, error: ProviderError, redactor: Redactor): SuspendedProvider {
  const { vendorCode: code, requestId, hint } = error;
  const message = shorten(redactor.text(error.message));
  const isNamed = requestId === undefined || message.includes(requestId);
  return {
    provider,
    code,
    message: isNamed ? message : `${message} (request ${requestId})`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function shorten(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim());
  if (characters.length <= LONGEST_MESSAGE) return characters.join('');
  const begin = characters.slice(0, LONGEST_MESSAGE - KEPT_END).join('');
  return `${begin.trimEnd()} … ${characters.slice(-KEPT_END).join('').trimStart()}`;
}
