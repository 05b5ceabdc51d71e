import { type JobConnection, type Json, type JsonObject, ProviderError } from '@waybill/core';

/** An answer that is too large is so each time; other faults may pass. */
export async function readOnce(connection: JobConnection, args: JsonObject): Promise<Json> {
  try {
    return (await connection.call('ReadKeys', args)).response;
  } catch (error) {
    if (isTooLarge(error)) throw error;
    return await connection.read('ReadKeys', args);
  }
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof ProviderError && error.vendorCode === 'RESPONSE_TOO_LARGE';
}
