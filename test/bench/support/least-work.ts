import { type CheckpointStore, openSqliteStore } from '@waybill/core';
import { CheckpointFold, JournalWriter, type RecordBody } from '@waybill/core/internal';
import { systemClock, systemRandom } from '@waybill/node';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { createUndiciTransport } from '@waybill/transport';
import { openForgetfulStore } from './forgetful-store.ts';
import type { RemoteSandbox } from './remote-sandbox.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface LeastWorkOptions {
  readonly sandbox: RemoteSandbox;
  readonly taskId: string;
  readonly effectCount: number;
  readonly inFlight: number;
}

const OPERATION = 'UpdateMigrationTask';

/**
 * What no program can do without that makes these effects and writes a journal as ours: sign, send, read the answer,
 * and two records for each, the first durable before the call, through the same store and in the same shared commits.
 * No plan, no order, no limits, no retries. It is the floor that the engine is measured against.
 */
export async function doLeastWork(options: LeastWorkOptions): Promise<void> {
  using folder = temporaryFolder();
  await using store = openSqliteStore({ path: folder.file('state.db'), plan: 'least', random: systemRandom });
  await workWith(store, options);
}

/** The same with a state that forgets: what is missing to `doLeastWork` is what durable commits cost anybody. */
export async function doLeastWorkForgetfully(options: LeastWorkOptions): Promise<void> {
  await using store = openForgetfulStore('least');
  await workWith(store, options);
}

async function workWith(store: CheckpointStore, options: LeastWorkOptions): Promise<void> {
  const { sandbox, taskId, effectCount, inFlight } = options;
  await using transport = createUndiciTransport({ maxConnectionsPerOrigin: inFlight });
  await using session = await huaweicloudDcs.connect({
    alias: 'cache',
    config: { region: 'eu-de', endpoint: sandbox.url, project_id: sandbox.projectId },
    env: sandbox.env,
    transport,
    clock: systemClock,
    random: systemRandom,
  });
  await using lease = await store.acquire({ host: 'bench', pid: process.pid, user: 'bench' });
  const journal = new JournalWriter(lease, systemClock, new CheckpointFold());
  const { signal } = new AbortController();
  const outcomes: Promise<void>[] = [];
  const numbers = Array.from({ length: effectCount }, (_, number) => number).values();
  const work = async (): Promise<void> => {
    for (const number of numbers) {
      await journal.append(intentOf(number));
      const { requestId } = await session.call(OPERATION, { task_id: taskId, resume_mode: 'auto' }, { signal });
      // The next call need not wait for this: a place counts calls at the server.
      outcomes.push(journal.append(outcomeOf(number, requestId)));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  await Promise.all(outcomes);
}

function intentOf(number: number): RecordBody {
  return {
    ...stepOf(number),
    kind: 'step.intent',
    operation: OPERATION,
    requestDigest: '0'.repeat(64),
    policy: 'repeatable',
  };
}

function outcomeOf(number: number, requestId = ''): RecordBody {
  return { ...stepOf(number), kind: 'step.succeeded', outputs: {}, requestId };
}

function stepOf(number: number) {
  return { step: `effects[u${number}].call`, attempt: 1, fingerprint: '0123456789abcdef' };
}
