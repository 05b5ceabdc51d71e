import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, createRegistry, type ProviderRegistry, type Random } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';

export const registry: ProviderRegistry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  fraction: () => Math.random(),
};

/** A folder that is removed when disposed. */
export function temporaryFolder(): Disposable & { file(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  return {
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
