import { type InstanceSpec, startDataPlane } from '@waybill/data-plane-redis';
import { type Durations, type FaultScript, type KeyPlane, type Sandbox, startSandbox } from '@waybill/sandbox';
import { Redis, type RedisOptions } from 'ioredis';
import { onTestFinished } from 'vitest';
import { type JsonResponse, SandboxClient } from '../../../packages/sandbox/src/testing/sandbox-client.ts';
import { onlineTask } from '../../../packages/sandbox/src/testing/start-test-sandbox.ts';
import { waitFor } from '../../e2e/support/processes.ts';
import { ServedSandbox } from '../../e2e/support/served-sandbox.ts';

export const SOURCE = 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5';
export const TARGET = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';

type Row = Readonly<Record<string, unknown>>;
type Resp2Options = RedisOptions & { readonly protocol: 2; readonly replyMapping: 'legacy' };

export interface RealSandboxOptions {
  readonly instances?: readonly InstanceSpec[];
  readonly buckets?: string;
  /** @default the `redis-server` on PATH */
  readonly program?: string;
  readonly faults?: FaultScript;
  /** @default none: work takes as long as it takes */
  readonly durations?: Partial<Durations>;
}

/** A sandbox with real data whose work takes as long as it takes. It goes with the test. */
export class RealSandbox {
  readonly plane: KeyPlane & AsyncDisposable;
  readonly sandbox: Sandbox;
  readonly #client: SandboxClient;

  static async start({
    faults = [],
    durations: given = {},
    ...options
  }: RealSandboxOptions = {}): Promise<RealSandbox> {
    const plane = await startDataPlane({ instances: PAIR, ...options });
    onTestFinished(() => plane[Symbol.asyncDispose]());
    const names = ['dcsMachineCreationMs', 'dcsJobMs', 'dcsFullSyncMs', 'dcsCatchUpMs', 'dcsStopMs', 'dcsExchangeMs'];
    const none = Object.fromEntries([...names, 'dcsImportMs'].map((name) => [name, 0]));
    const durations = { ...none, ...given };
    const sandbox = await startSandbox({ data: [plane], durations, faults });
    onTestFinished(() => sandbox.close());
    return new RealSandbox(plane, sandbox);
  }

  private constructor(plane: KeyPlane & AsyncDisposable, sandbox: Sandbox) {
    this.plane = plane;
    this.sandbox = sandbox;
    this.#client = new SandboxClient(sandbox, () => Date.now());
  }

  /** `target` is relative to the project. */
  call(method: string, target: string, body?: unknown): Promise<JsonResponse> {
    return this.#client.huaweicloud({ method, target, body });
  }

  /** The address at which clients reach an instance now. */
  address(id: string): { readonly host: string; readonly port: number } {
    const found = this.plane.instances().find((instance) => instance.id === id);
    if (found === undefined) throw new Error(`no instance ${id}`);
    return { host: found.host, port: found.port };
  }

  url(id: string): string {
    const { host, port } = this.address(id);
    return `redis://${host}:${port}`;
  }

  /** The vendor for the command line. */
  served(): ServedSandbox {
    return ServedSandbox.of(this.sandbox);
  }

  /** A client as users have it, which connects again. It goes with the test. */
  connect(id: string, options: RedisOptions = {}): Redis {
    const all: Resp2Options = { ...this.address(id), ...options, protocol: 2, replyMapping: 'legacy' };
    const client = new Redis(all);
    client.on('error', () => {});
    onTestFinished(() => client.disconnect());
    return client;
  }

  /** A task that has been configured; it begins at once. */
  async migrate(method: 'full_amount_migration' | 'incremental_migration', sides: Row = {}): Promise<string> {
    const created = await this.call('POST', '/migration/instance', onlineTask('sessions'));
    const taskId = String(created.json['instance_id']);
    const set = await this.call('POST', `/migration/${taskId}/task`, {
      migration_method: method,
      resume_mode: 'manual',
      source_instance: { id: SOURCE },
      target_instance: { id: TARGET },
      ...sides,
    });
    if (set.status !== 200) throw new Error(set.text);
    return taskId;
  }

  async show(taskId: string): Promise<Row> {
    return (await this.call('GET', `/migration-task/${taskId}`)).json;
  }

  async stats(taskId: string): Promise<Row> {
    return (await this.call('GET', `/migration-task/${taskId}/stats`)).json;
  }

  /** Resolves with what it shows then; an end that is another one throws. */
  async until(taskId: string, status: string): Promise<Row> {
    return await waitFor(`the task is ${status}`, async () => {
      const shown = await this.show(taskId);
      if (shown['status'] === status) return shown;
      if (/FAILED|SUCCESS|TERMINATED/.test(String(shown['status']))) throw new Error(JSON.stringify(shown));
      return undefined;
    });
  }

  /** Until nothing that was written before is missing at the target. */
  async untilCaughtUp(taskId: string): Promise<Row> {
    return await waitFor('the target has caught up', async () => {
      const before = await this.stats(taskId);
      return before['offset'] === '0' && before['source_dbsize'] !== '0' ? before : undefined;
    });
  }

  async exchange(taskId: string): Promise<void> {
    const answer = await this.call('POST', `/migration-task/${taskId}/exchange-ip`, EXCHANGE);
    if (answer.status !== 204) throw new Error(answer.text);
    await waitFor('the addresses are exchanged', async () => (await this.show(taskId))['task_status'] !== 'EXCHANGING');
  }

  /** Before the test ends. */
  async close(): Promise<void> {
    await this.sandbox.close();
    await this.plane[Symbol.asyncDispose]();
  }

  /** What its faults have damaged. */
  damaged(): readonly { readonly what: string; readonly database: number; readonly key: string }[] {
    return this.sandbox.control.state().huaweicloud.tasks.flatMap(({ damaged = [] }) => damaged);
  }
}

const EXCHANGE = { exchanged_ip: ['127.0.0.2'], is_exchange_domain: false };

/** Small, so that a test is quick: of each type a few keys in two databases. */
export const PAIR: readonly InstanceSpec[] = [
  { id: SOURCE, data: { keys: 300, bigValueBytes: 200_000 } },
  { id: TARGET },
];
