import {
  compilePlan,
  createRegistry,
  type Graph,
  type JournalRecord,
  type RunEvent,
  type RunResult,
} from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import {
  type Damage,
  type Interruption,
  type RehearsalOptions,
  type RehearsalPoint,
  rehearse,
} from '@waybill/rehearsal';
import type { InProcessSandbox } from '@waybill/sandbox';
import type { Crash, Scenario } from './scenario.ts';

export type CompiledPlan = NonNullable<ReturnType<typeof compilePlan>['compiled']>;

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

/** Planted value of every secret: it may not be found in anything that is written. */
export const CANARY = 'canary-0815-xyzzy';

export const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

/**
 * Lives a scenario through: real engine and adapters against the sandbox's state machines, on a virtual clock, with a
 * store and a network that break where the scenario says so.
 */
export async function simulate(scenario: Scenario, observe?: RehearsalOptions['observe']): Promise<Trace> {
  const compiled = compileScenario(scenario);
  const { world, results, breakdown } = await rehearse(worldOf(scenario, compiled, observe));
  const { sandbox, records, events, acknowledged } = world;
  return { scenario, graph: compiled.graph, sandbox, records, events, results, acknowledged, breakdown };
}

/** What the world of a scenario is made of. */
export function worldOf(
  scenario: Scenario,
  compiled: CompiledPlan,
  observe?: RehearsalOptions['observe'],
): RehearsalOptions {
  const network = createSeededRandom(scenario.seed + 1);
  const disk = createSeededRandom(scenario.seed + 2);
  return {
    ...compiled,
    registry,
    seed: scenario.seed,
    faults: scenario.faults,
    interrupt: interrupter(scenario),
    travelMs: () => Math.floor((network.fraction() * scenario.maxLatencyMs) / 2),
    commitMs: () => disk.fraction() * 8,
    commitsAtOnce: 1 + Math.floor(disk.fraction() * 3),
    isDown: (elapsedMs) => scenario.outages.some(({ fromMs, toMs }) => elapsedMs >= fromMs && elapsedMs < toMs),
    ...(scenario.keysLastMs === undefined ? {} : { keysLastMs: scenario.keysLastMs }),
    damage: damageAtDeaths(scenario),
    secretValue: () => scenario.secretWord ?? CANARY,
    ...(observe === undefined ? {} : { observe }),
  };
}

/** Shares of what there is at that death. */
function damageAtDeaths({ damage }: Scenario): (records: number) => Damage {
  let deaths = 0;
  return (records) => {
    deaths += 1;
    if (damage?.death !== deaths || records === 0) return { kind: 'none' };
    const { kind, share, bit } = damage;
    if (kind === 'tail-lost') return { kind, count: Math.floor(share * (records + 1)) };
    return { kind, seq: 1 + Math.floor(share * records), bit };
  };
}

export function compileScenario({ plan }: Scenario): CompiledPlan {
  const { compiled, diagnostics } = compilePlan(JSON.stringify(plan), { file: 'simulated.yaml', registry });
  if (compiled === undefined) throw new Error(`the scenario's plan is wrong: ${JSON.stringify(diagnostics)}`);
  return compiled;
}

/** Each death comes so many commits or calls after the one before it. */
function interrupter(scenario: Scenario): (point: RehearsalPoint) => Interruption {
  const crashes: Crash[] = [...scenario.crashes];
  let passed = 0;
  let writes = 0;
  return ({ at, when, index, isWrite = false }) => {
    if (isWrite && when === 'before') {
      writes += 1;
      // Two that take the state at once exclude each other: one of them is enough for a scenario.
      if (scenario.takeoverAtCall === undefined && writes === scenario.freezeAtWrite) return 'freeze';
    }
    if (at === 'call' && when === 'before' && index === scenario.takeoverAtCall) return 'take-over';
    const next = crashes[0];
    if (next === undefined || next.at !== at) return 'none';
    if (when === 'before') passed += 1;
    if (next.when !== when || passed < next.count) return 'none';
    crashes.shift();
    passed = 0;
    return 'die';
  };
}
