import { type Json, type JsonObject, ProviderError, type ReadCall } from '@waybill/core';

/** What a read answers; undefined where the cluster does not have what it asks for. */
export async function readIfThere(read: ReadCall, operation: string, args: JsonObject): Promise<Json | undefined> {
  try {
    return await read(operation, args);
  } catch (error) {
    if (error instanceof ProviderError && error.class === 'not-found') return undefined;
    throw error;
  }
}
