import { readdirSync, readFileSync } from 'node:fs';

const VECTORS = new URL('../../../../test/vectors/', import.meta.url);

/** A recorded request or a file of signing vectors, as parsed JSON; its shape is the recorder's. */
export function readVector<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, VECTORS), 'utf8')) as T;
}

/** Names of the files below a vendor's folder that hold one recorded request each. */
export function recordedRequests(vendor: 'alicloud' | 'huaweicloud'): readonly string[] {
  return readdirSync(new URL(`${vendor}/`, VECTORS)).filter(
    (name) => name.endsWith('.json') && name !== 'signing.json',
  );
}
