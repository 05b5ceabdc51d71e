import { isWaybillError } from '../errors.ts';
import { isOwn } from '../value/brand.ts';
import { PROVIDER_ERROR_CLASSES, ProviderError } from './provider-error.ts';
import { TransportError } from './transport.ts';

/**
 * What an error of another copy of this package does not have, or has otherwise, because the copy is of another version:
 * the engine decides by these fields whether an effect may have happened. Undefined when nothing is missing.
 */
export function lackOf(thrown: unknown): string | undefined {
  if (thrown instanceof ProviderError) return isOwn(ProviderError, thrown) ? undefined : firstLack(thrown, OF_PROVIDER);
  if (thrown instanceof TransportError)
    return isOwn(TransportError, thrown) ? undefined : firstLack(thrown, OF_TRANSPORT);
  return isWaybillError(thrown) ? firstLack(thrown, OF_ANY) : undefined;
}

type Fields = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

const OF_ANY: Fields = { code: isText, message: isText };

const OF_PROVIDER: Fields = {
  ...OF_ANY,
  vendorCode: isText,
  class: (value) => typeof value === 'string' && PROVIDER_ERROR_CLASSES.includes(value),
  effect: (value) => value === 'none' || value === 'possible',
  isRetryable: isFlag,
  mayPass: isFlag,
  suspends: isFlag,
  retryAfterMs: (value) => value === undefined || Number.isFinite(value),
  restated: (value) => typeof value === 'function',
};

const OF_TRANSPORT: Fields = { ...OF_ANY, wasSent: isFlag, reason: isText };

function firstLack(thrown: object, fields: Fields): string | undefined {
  for (const [name, isValid] of Object.entries(fields)) {
    const value: unknown = Reflect.get(thrown, name);
    if (isValid(value)) continue;
    return value === undefined
      ? `without \`${name}\``
      : `with \`${name}\`: ${typeof value === 'string' ? value : typeof value}`;
  }
  return undefined;
}
