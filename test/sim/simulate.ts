import {
  applyPlan,
  type Clock,
  compilePlan,
  createRegistry,
  type Graph,
  type HttpRequest,
  type HttpResponse,
  type JournalRecord,
  LeaseLostError,
  MemoryDisk,
  openMemoryStore,
  type RunEvent,
  type RunResult,
  TransportError,
} from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { createInProcessSandbox, type InProcessSandbox, type SandboxClock } from '@waybill/sandbox';
import type { Crash, Scenario } from './scenario.ts';

/** What a simulated world looks like after the last run: the vendors' own account and everything that was written. */
export interface Trace {
  readonly scenario: Scenario;
  readonly graph: Graph;
  readonly sandbox: InProcessSandbox;
  readonly records: readonly JournalRecord[];
  readonly events: readonly RunEvent[];
  readonly results: readonly RunResult[];
  /** Ids of records whose commit was acknowledged to the run. */
  readonly acknowledged: ReadonlySet<string>;
  /** Why it came to no end, if it did not. */
  readonly breakdown: string | undefined;
}

/** Planted values: none may be found in anything that is written. */
export const CANARIES = { ES_PASSWORD: 'canary-es-0815-xyzzy', REDIS_PASSWORD: 'canary-redis-0816-plugh' } as const;

const MAX_RUNS = 16;
/** The longest a scenario may take by its own clock: far more than any needs. */
const LIMIT_MS = 24 * 3_600_000;

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

/**
 * Lives a scenario through: real engine and adapters against the sandbox's state machines, on a virtual clock, with a
 * store and a network that the scenario can break at any point. Runs again after each death and opens each gate, as an
 * operator would, until nothing is left to do.
 */
export async function simulate(scenario: Scenario): Promise<Trace> {
  const world = new SimulatedWorld(scenario);
  const results: RunResult[] = [];
  let breakdown: string | undefined;
  for (let run = 1; ; run += 1) {
    if (run > MAX_RUNS) {
      breakdown = `still not at the end after ${MAX_RUNS} runs`;
      break;
    }
    try {
      const result = await world.run();
      results.push(result);
      if (result.outcome === 'succeeded' || result.outcome === 'failed') break;
      await world.approveAll(result);
    } catch (error) {
      if (!world.isDead) {
        breakdown = error instanceof Error ? (error.stack ?? error.message) : String(error);
        break;
      }
    }
  }
  return { scenario, ...world.parts(), results, breakdown };
}

class SimulatedWorld {
  readonly #scenario: Scenario;
  readonly #clock = new VirtualClock();
  readonly #sandbox: InProcessSandbox;
  readonly #disk: MemoryDisk;
  readonly #events: RunEvent[] = [];
  readonly #acknowledged = new Set<string>();
  readonly #compiled;
  readonly #crashes: Crash[];
  readonly #network;
  #count = 0;
  #callCount = 0;
  #processCount = 0;
  /** The process that took the state over, once there is one. */
  #successor: Promise<RunResult> | undefined;
  /** Ends what is left of a dead process: nothing of it reaches the store or the vendors any more. */
  #remains = new AbortController();
  isDead = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#crashes = [...scenario.crashes];
    this.#network = createSeededRandom(scenario.seed + 1);
    this.#disk = new MemoryDisk('simulated', createSeededRandom(scenario.seed + 2));
    const disk = createSeededRandom(scenario.seed + 4);
    this.#disk.commitDelay = () => this.#clock.sleep(disk.fraction() * 8);
    this.#disk.onCommit = (phase, records) => {
      if (this.isDead) throw new Error('the process is dead');
      this.#maybeDie('commit', phase);
      if (phase === 'after') for (const record of records) this.#acknowledged.add(record.rid);
    };
    this.#sandbox = createInProcessSandbox({
      seed: scenario.seed,
      clock: sandboxClock(this.#clock),
      faults: scenario.faults,
    });
    const { compiled, diagnostics } = compilePlan(JSON.stringify(scenario.plan), { file: 'simulated.yaml', registry });
    if (compiled === undefined) throw new Error(`the scenario's plan is wrong: ${JSON.stringify(diagnostics)}`);
    this.#compiled = compiled;
  }

  parts() {
    return {
      graph: this.#compiled.graph,
      sandbox: this.#sandbox,
      records: this.#disk.records,
      events: this.#events,
      acknowledged: this.#acknowledged,
    };
  }

  /** One process, from its start to its end or death; or the one that took over from it. */
  async run(): Promise<RunResult> {
    this.isDead = false;
    this.#remains = new AbortController();
    this.#successor = undefined;
    this.#disk.releaseLockOfDeadProcess();
    try {
      const result = await this.#clock.runUntil(this.#process(), LIMIT_MS);
      if (this.#successor === undefined) return result;
    } catch (error) {
      if (this.#successor === undefined || !(error instanceof LeaseLostError)) throw error;
    }
    return this.#clock.runUntil(this.#successor, LIMIT_MS);
  }

  #process(): Promise<RunResult> {
    this.#processCount += 1;
    const { alicloud, huaweicloud } = this.#sandbox.credentials;
    return applyPlan({
      ...this.#compiled,
      registry,
      store: openMemoryStore(this.#disk),
      transport: { send: (request) => this.#send(request) },
      clock: this.#clock,
      // No two processes draw the same nonces.
      random: createSeededRandom(this.#scenario.seed * 1_000 + this.#processCount),
      env: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
        HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
        HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
        HUAWEICLOUD_SDK_PROJECT_ID: huaweicloud.projectId,
      },
      readSecret: (source) => (source.kind === 'env' ? CANARIES[source.name as keyof typeof CANARIES] : undefined),
      owner: { host: 'simulation', pid: 1, user: 'nobody' },
      onEvent: (event) => this.#events.push(event),
      signal: this.#remains.signal,
    });
  }

  #maybeTakeOver(): void {
    this.#callCount += 1;
    if (this.#callCount !== this.#scenario.takeoverAtCall) return;
    const successor = openMemoryStore(this.#disk)
      .breakLock()
      .then(() => this.#process());
    // Looked at when the first process has ended; until then its failure is nobody's.
    successor.catch(() => {});
    this.#successor = successor;
  }

  async approveAll(result: RunResult): Promise<void> {
    const store = openMemoryStore(this.#disk);
    for (const unit of result.units) {
      if (unit.status === 'gated' && unit.step !== undefined)
        await store.post({ kind: 'approve', step: unit.step, by: 'operator' });
    }
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    if (this.isDead) throw lost('the process is dead');
    this.#maybeTakeOver();
    this.#dieInstead('call', 'before');
    await this.#travel();
    const response = await this.#sandbox.exchange(request);
    this.#dieInstead('call', 'after');
    await this.#travel();
    if (this.isDead) throw lost('the process is dead');
    if (response === undefined) throw lost('the connection was reset');
    if (response.isCut) throw lost('the connection was reset in the middle of the answer');
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return { status: response.status, headers, body: response.body };
  }

  /** A dead process gets no answer; what it sent has had its effect or not. */
  #dieInstead(at: Crash['at'], when: Crash['when']): void {
    try {
      this.#maybeDie(at, when);
    } catch (death) {
      throw lost(String(death));
    }
  }

  #maybeDie(at: Crash['at'], when: Crash['when']): void {
    const next = this.#crashes[0];
    if (next === undefined || next.at !== at) return;
    if (when === 'before') this.#count += 1;
    if (next.when !== when || this.#count < next.count) return;
    this.#crashes.shift();
    this.#count = 0;
    this.isDead = true;
    this.#remains.abort();
    throw new Error(`the process dies ${when} ${at} ${next.count}`);
  }

  #travel(): Promise<void> {
    return this.#clock.sleep(Math.floor((this.#network.fraction() * this.#scenario.maxLatencyMs) / 2));
  }
}

function lost(message: string): TransportError {
  return new TransportError(message, { wasSent: true, reason: 'ECONNRESET' });
}

/** The sandbox on the simulation's clock. */
function sandboxClock(clock: VirtualClock & Clock): SandboxClock {
  return {
    kind: 'real',
    now: () => clock.now(),
    setTimer: (callback, delayMs) => {
      const cancel = new AbortController();
      clock.sleep(delayMs, cancel.signal).then(callback, () => {});
      return () => cancel.abort();
    },
  };
}
