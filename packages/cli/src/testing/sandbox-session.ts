import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Durations, type Sandbox, startSandbox } from '@waybill/sandbox';
import { runCli } from '../run-cli.ts';
import { FakeIo, type FakeIoOptions } from './fake-io.ts';
import { createLeapingClock } from './leaping-clock.ts';

export const SECRETS: Readonly<Record<string, string>> = {
  ES_SOURCE_PASSWORD: 'canary-es-source-51',
  ES_SINK_PASSWORD: 'canary-es-sink-52',
  REDIS_PASSWORD: 'canary-redis-53',
  DCS_PASSWORD: 'canary-dcs-54',
};

/** Two indices, and then one Redis that waits for an operator. Limits and polls are such that it takes a moment only. */
export const SHOP_PLAN = `version: 1
name: shop
description: Move the shop's orders and sessions
inputs:
  endpoint: { description: Address of the APIs }
secrets:
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { env: ES_SINK_PASSWORD }
  redis: { env: REDIS_PASSWORD }
  dcs: { env: DCS_PASSWORD }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    endpoint: \${{ inputs.endpoint }}
    limits: { requests: 200/s, in_flight: 4 }
    polling: { initial_interval: 20ms, max_interval: 5s }
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.endpoint }}
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 200/s, in_flight: 4 }
    polling: { initial_interval: 20ms, max_interval: 5s }
migrations:
  orders:
    uses: search.index-migration
    description: Orders of two years
    for_each: [orders-2024, orders-2025]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
        username: elastic
        password: \${{ secrets.es_source }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.es_sink }}
        index: \${{ each.key }}
        type: _doc
        settings: { index: { number_of_shards: "2" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
  sessions:
    uses: cache.online-migration
    needs: [orders]
    cutover: { mode: manual }
    with:
      name: sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: incremental_migration
      bandwidth_limit_mb: 100
      source_instance: { addrs: "192.168.2.10:6379", password: "\${{ secrets.redis }}" }
      target_instance: { id: 33333333-0003-4000-8000-000000000001, password: "\${{ secrets.dcs }}" }
`;

/** JSON lines in which a task was created: from then on work is under way, however quick or slow the machine is. */
export function showsCreate(text: string): boolean {
  return text.includes('"kind":"step.succeeded"') && text.includes('.create"');
}

/** Every kind of simulated work is over in a moment. */
export const QUICK: Partial<Durations> = {
  alicloudPendingMs: 20,
  alicloudRunningMs: 60,
  dcsMachineCreationMs: 40,
  dcsJobMs: 40,
  dcsFullSyncMs: 60,
  dcsCatchUpMs: 30,
  dcsStopMs: 20,
  dcsExchangeMs: 20,
  dcsImportMs: 60,
  jitterFraction: 0,
};

export interface SessionResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly io: FakeIo;
}

/** A directory with a plan, and a sandbox that it talks to. */
export class SandboxSession implements AsyncDisposable {
  readonly folder: string;
  readonly sandbox: Sandbox;

  static async open(plan: string = SHOP_PLAN): Promise<SandboxSession> {
    const session = new SandboxSession(await startSandbox({ seed: 5, durations: QUICK, clock: createLeapingClock() }));
    session.writePlan(plan);
    return session;
  }

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-cli-'));
  }

  get env(): Readonly<Record<string, string>> {
    const { alicloud, huaweicloud } = this.sandbox.credentials;
    return {
      ...SECRETS,
      ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
      HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
      HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
    };
  }

  writePlan(text: string): void {
    writeFileSync(join(this.folder, 'shop.yaml'), text);
  }

  /** One command on the plan, with the sandbox as its endpoint. */
  run(command: string, more: readonly string[] = [], options: FakeIoOptions = {}): Promise<SessionResult> {
    return this.runWith(this.io(options), command, more);
  }

  io(options: FakeIoOptions = {}): FakeIo {
    return new FakeIo({ cwd: this.folder, ...options, env: { ...this.env, ...options.env } });
  }

  async runWith(io: FakeIo, command: string, more: readonly string[] = []): Promise<SessionResult> {
    // As in a script: where nobody can be asked, the approval is given beforehand.
    const approval = command === 'apply' && !io.isInteractive ? ['--auto-approve'] : [];
    const words = [...command.split(' '), 'shop.yaml', ...more, ...approval, '--var', `endpoint=${this.sandbox.url}`];
    const code = await runCli(words, io);
    return { code, stdout: this.steady(io.stdout.text), stderr: this.steady(io.stderr.text), io };
  }

  /** What differs from run to run gives way to what does not. */
  steady(text: string): string {
    return text
      .replaceAll(this.sandbox.url, 'http://sandbox')
      .replaceAll(this.folder, '/shop')
      .replace(/^\d\d:\d\d:\d\dZ progress .*\n/gm, '')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIMESTAMP')
      .replace(/(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\dZ/g, 'TIME')
      .replace(/after \d+s/g, 'after Ns')
      .replace(/"duration_ms":\d+/g, '"duration_ms":0')
      .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, 'UUID')
      .replace(/digest [0-9a-f]{16}/g, 'digest DIGEST')
      .replace(/review `?[0-9a-f]{12}`?/g, 'review DIGEST')
      .replace(/et_cn_[a-z0-9]+/g, 'TASK');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
