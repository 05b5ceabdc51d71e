import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyPlan,
  type CheckpointStore,
  compilePlan,
  type HttpRequest,
  MemoryDisk,
  openMemoryStore,
  type RunEvent,
  type RunResult,
  type Transport,
} from '@waybill/core';
import { builtInRegistry, planFileReader, systemClock, systemRandom } from '@waybill/node';
import { type Sandbox, type SandboxOptions, startSandbox } from '@waybill/sandbox';
import { createUndiciTransport } from '@waybill/transport';

export const ROOT: string = join(import.meta.dirname, '..', '..', '..');

/** Planted secret values: none of them may ever be found in anything that is written. */
export const SECRETS: Readonly<Record<string, string>> = {
  ES_SOURCE_PASSWORD: 'canary-source-4711-alpha',
  ES_SINK_PASSWORD: 'canary-sink-4712-bravo',
  REDIS_PASSWORD: 'canary-redis-4713-charlie',
  DCS_PASSWORD: 'canary-dcs-4714-delta',
};

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/**
 * A plan of `plans/` against an own sandbox: real HTTP, real signatures, real time with short durations. The vendors'
 * polls are hurried so that a test takes seconds.
 */
export class SandboxedPlan implements AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly sent: SentRequest[] = [];
  readonly events: RunEvent[] = [];
  readonly disk: MemoryDisk = new MemoryDisk('test', systemRandom);
  readonly #text: string;
  readonly #transport: Transport & AsyncDisposable;

  static async open(text: string, options: SandboxOptions = {}): Promise<SandboxedPlan> {
    return new SandboxedPlan(await startSandbox({ seed: 11, ...options }), () => text);
  }

  /** Reads an example and points it at the sandbox. */
  static async openExample(name: string, options: SandboxOptions = {}): Promise<SandboxedPlan> {
    const text = readFileSync(join(ROOT, 'plans', name), 'utf8');
    return new SandboxedPlan(await startSandbox({ seed: 11, ...options }), (sandbox) => hurry(text, sandbox));
  }

  private constructor(sandbox: Sandbox, textFor: (sandbox: Sandbox) => string) {
    this.sandbox = sandbox;
    this.#text = textFor(sandbox);
    this.#transport = createUndiciTransport();
  }

  compile() {
    const declared = ['search_endpoint', 'cache_endpoint'].filter((name) => this.#text.includes(`${name}:`));
    const variables = Object.fromEntries(declared.map((name) => [name, this.sandbox.url]));
    const project = this.#text.includes('project_id: { description')
      ? { project_id: this.sandbox.credentials.huaweicloud.projectId }
      : {};
    const { compiled, diagnostics } = compilePlan(this.#text, {
      file: 'plan.yaml',
      registry: builtInRegistry,
      variables: { ...variables, ...project },
      readFile: planFileReader(join(ROOT, 'plans', 'plan.yaml')),
    });
    if (compiled === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
    return compiled;
  }

  apply(signal?: AbortSignal): Promise<RunResult> {
    const { alicloud, huaweicloud } = this.sandbox.credentials;
    return applyPlan({
      ...this.compile(),
      registry: builtInRegistry,
      store: this.store(),
      transport: { send: (request, options) => this.#record(request, () => this.#transport.send(request, options)) },
      clock: systemClock,
      random: systemRandom,
      env: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
        HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
        HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
      },
      readSecret: (source) => (source.kind === 'env' ? SECRETS[source.name] : undefined),
      owner: { host: 'test', pid: process.pid, user: 'tester' },
      onEvent: (event) => this.events.push(event),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async approve(...steps: readonly string[]): Promise<void> {
    for (const step of steps) await this.store().post({ kind: 'approve', step, by: 'tester' });
  }

  store(): CheckpointStore {
    return openMemoryStore(this.disk);
  }

  /** What was sent for one vendor path, passwords included: for comparing with the documented bodies. */
  sentTo(pattern: RegExp): readonly SentRequest[] {
    return this.sent.filter((request) => request.method !== 'GET' && pattern.test(request.path));
  }

  async #record<Answer>(request: HttpRequest, send: () => Promise<Answer>): Promise<Answer> {
    const { pathname, search } = new URL(request.url);
    const body: unknown = request.body === undefined || request.body === '' ? undefined : JSON.parse(request.body);
    this.sent.push({ method: request.method, path: pathname + search, body });
    return send();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
    await this.sandbox.close();
  }
}

/** Shorter polls and lag windows, more calls per second, and the sandbox's project: nothing else of the plan changes. */
function hurry(text: string, sandbox: Sandbox): string {
  return text
    .replaceAll('666486c2d9b948c1bbea57e714d744fa', sandbox.credentials.huaweicloud.projectId)
    .replaceAll(/polling: \{.*\}/g, 'polling: { initial_interval: 100ms, max_interval: 200ms }')
    .replaceAll(/^( +)(type: (?:alicloud-elasticsearch|huaweicloud-dcs))$/gm, (_all, indent: string, type: string) =>
      text.includes('polling:')
        ? `${indent}${type}`
        : `${indent}${type}\n${indent}polling: { initial_interval: 100ms, max_interval: 200ms }`,
    )
    .replaceAll(/requests: \d+\/s/g, 'requests: 200/s')
    .replaceAll(/lag_for: \w+/g, 'lag_for: 200ms');
}
