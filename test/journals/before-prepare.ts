import { join } from 'node:path';
import { applyPlan, type CheckpointStore, createRegistry, type HttpRequest, type RunResult } from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { type CompiledPlan, checkPlan } from '@waybill/node';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { sandboxClock } from '@waybill/rehearsal';
import { createInProcessSandbox, type InProcessSandbox, suitPlan } from '@waybill/sandbox';

/** Written by a version whose kind `reindex` had no step `prepare`: see `write-before-prepare.ts`. */
export const BEFORE_PREPARE = join(import.meta.dirname, 'before-prepare.db');

/** One unit was finished, its alias moved; the other one waits for the approval of its cut-over, with its copy made. */
const PLAN = `version: 1
name: fixture
providers:
  old: { type: elasticsearch, url: "https://10.20.0.5:9200" }
  new: { type: elasticsearch, url: "https://10.20.0.9:9200" }
migrations:
  finished:
    uses: new.reindex
    with: { source: { index: customers-v1 }, dest: { index: customers-v2 } }
    cutover: { mode: alias, alias: customers }
  waiting:
    uses: new.reindex
    with: { source: { connection: old, index: orders-v1 }, dest: { index: orders-v2 } }
    catch_up: true
    cutover: { mode: clients, aliases: [orders] }
`;
export const FIRST_GATE = 'finished.approve-cutover';

const registry = createRegistry([elasticsearch]);

function compile(): CompiledPlan {
  const { compiled, report } = checkPlan(PLAN, { file: 'fixture.yaml', registry });
  if (compiled === undefined) throw new Error(report());
  return compiled;
}

/** Clusters with the sources of the plan, and a process that applies it. */
export class ClustersOfPlan {
  readonly clock: VirtualClock = new VirtualClock();
  readonly compiled: CompiledPlan = compile();
  readonly sandbox: InProcessSandbox;
  /** What was sent and is no read. */
  readonly changes: string[] = [];

  constructor() {
    const { plan, graph } = this.compiled;
    const units = graph.units.map(({ unit }) => unit);
    const suited = suitPlan({
      units: units.map((unit) => unit.with),
      entries: [...plan.providers.values()].map(({ config }) => config),
      connections: Object.fromEntries(
        [...plan.providers].map(([alias, { type, config }]) => [alias, { ...config, type }]),
      ),
      moves: units.map(({ migration, with: given, options }) => ({
        connection: migration.provider,
        target: migration.recipe,
        with: given,
        options,
      })),
    });
    this.sandbox = createInProcessSandbox({ seed: 1, clock: sandboxClock(this.clock), ...suited });
  }

  async apply(store: CheckpointStore): Promise<RunResult> {
    const work = applyPlan({
      ...this.compiled,
      registry,
      store,
      transport: { send: (request) => this.#send(request) },
      clock: this.clock,
      random: createSeededRandom(2),
      env: {},
      readSecret: () => undefined,
      owner: { host: 'ci-runner-7', pid: 4711, user: 'deploy' },
      keepChanged: true,
    });
    return await this.clock.runUntil(work, 24 * 3_600_000);
  }

  async #send(request: HttpRequest) {
    const { method, url } = request;
    const isRead = method === 'GET' || method === 'HEAD' || /_search|_count|_mget/.test(url);
    if (!isRead) this.changes.push(`${method} ${new URL(url).pathname}`);
    await this.clock.sleep(5);
    const answer = await this.sandbox.exchange(request);
    if (answer === undefined) throw new Error('the sandbox resets no connection here');
    const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status: answer.status, headers: Object.fromEntries(headers), body: answer.body };
  }
}
