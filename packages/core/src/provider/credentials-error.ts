import { WaybillError } from '../errors.ts';

/** No usable credentials for a provider: thrown by `connect` before any request, and names what was looked for. */
export class CredentialsError extends WaybillError {
  constructor(message: string, hint: string) {
    super('PROVIDER_CREDENTIALS_MISSING', message, { hint });
  }
}
