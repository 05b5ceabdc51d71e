import type { JsonObject, ProviderSession, Transport } from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { createHuaweicloudDcs } from '../huaweicloud-dcs.ts';

export const PROJECT_ID = '666486c2d9b948c1bbea57e714d744fa';
export const TASK_ID = 'b21989ec-2889-4b8e-99db-19c073425ec2';

export interface SessionSetting {
  readonly transport: Transport;
  readonly config?: JsonObject;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly clock?: VirtualClock;
}

/** A session with an access key at the time and address that the recorded requests were made for, unless set otherwise. */
export async function openSession(setting: SessionSetting): Promise<ProviderSession> {
  const provider = createHuaweicloudDcs({ readTextFile: async (path) => setting.files?.[path] });
  return await provider.connect({
    alias: 'cache',
    config: { ...DEFAULT_CONFIG, ...setting.config },
    env: setting.env ?? {},
    transport: setting.transport,
    clock: setting.clock ?? new VirtualClock(Date.UTC(2025, 0, 2, 3, 4, 5)),
    random: createSeededRandom(1),
  });
}

const DEFAULT_CONFIG: JsonObject = {
  endpoint: 'http://127.0.0.1:18087',
  iam_endpoint: 'http://127.0.0.1:18087',
  region: 'eu-de',
  project_id: PROJECT_ID,
  credentials: { access_key: 'AKEXAMPLE0000000TEST', secret_key: 'SkExample0123456789abcdefghijklmnopqrst+/' },
};

/** For calls that nobody aborts. */
export function neverAborted(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}
