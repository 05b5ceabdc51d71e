import { ERROR_FAMILY, WaybillError } from '../errors.ts';
import { brand } from '../value/brand.ts';

/** No usable credentials for a provider: thrown by `connect` before any request, and names what was looked for. */
export class CredentialsError extends WaybillError {
  constructor(message: string, hint: string) {
    super('PROVIDER_CREDENTIALS_MISSING', message, { hint });
  }
}

brand(CredentialsError, ERROR_FAMILY, 'CredentialsError');
