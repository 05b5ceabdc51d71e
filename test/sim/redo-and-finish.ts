import type { RunResult } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { RehearsalWorld } from '@waybill/rehearsal';
import { checkSecrets } from './check-trace.ts';
import { runOnce } from './run-once.ts';
import { buildScenario, type Scenario } from './scenario.ts';
import { compileScenario, worldOf } from './simulate.ts';
import { withKindsOnly } from './with-kinds-only.ts';

const MAX_RUNS = 25;

/**
 * Runs to the end, starts some of the units over once or twice, and runs to the end again: each of them creates exactly one
 * task more, and no other unit does anything. Undefined: the seed has no such scenario.
 */
export async function redoAndFinish(seed: number): Promise<readonly string[] | undefined> {
  const scenario = redoable(withKindsOnly(buildScenario(seed)));
  if (scenario === undefined) return undefined;
  const random = createSeededRandom(seed + 7_000_000_000);
  const compiled = compileScenario(scenario);
  const world = new RehearsalWorld(worldOf(scenario, compiled));
  const first = await runToEnd(world);
  if (typeof first === 'string') return [first];
  const violations: string[] = [];
  const rounds = 1 + Math.floor(random.fraction() * 2);
  for (let round = 1; round <= rounds; round += 1) {
    // An index that was made stands in the way of another copy until an operator deletes it, which the vendor says.
    const candidates = compiled.graph.units.filter(({ unit }) => unit.migration.provider === 'cache');
    const chosen = candidates.map(({ address }) => address).filter(() => random.fraction() < 0.6);
    const before = effectsOf(world);
    await redo(chosen, world);
    const again = await runToEnd(world);
    if (typeof again === 'string') return [again];
    violations.push(...compareEffects(before, effectsOf(world), chosen));
  }
  return [...violations, ...checkSecrets(world)];
}

/** A process that dies meanwhile has written all of it or nothing, and an operator tries again. */
async function redo(units: readonly string[], world: RehearsalWorld): Promise<void> {
  const redone = (): number => world.records.filter(({ kind }) => kind === 'unit.redone').length;
  const before = redone();
  while (redone() < before + units.length) {
    try {
      await world.decide(units.map((unit) => ({ kind: 'redo', unit, reason: 'again' })));
    } catch (error) {
      if (!world.isDead) throw error;
      if (redone() !== before && redone() !== before + units.length) throw error;
    }
  }
}

/** A task that fails, and what an operator must allow, would be a redo of something else. */
function redoable(scenario: Scenario | undefined): Scenario | undefined {
  if (scenario === undefined || scenario.hasFailingTask || scenario.hasForbiddenCall) return undefined;
  // An address that was exchanged is the source's afterwards: to start such a unit over is to exchange back.
  const migrations = Object.values(scenario.plan['migrations'] as Readonly<Record<string, unknown>>);
  return JSON.stringify(migrations).includes('exchange-ip') ? undefined : scenario;
}

async function runToEnd(world: RehearsalWorld): Promise<RunResult | string> {
  let last: RunResult | undefined;
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    const result = await runOnce(world);
    if (result instanceof Error) return `it broke down: ${result.stack ?? result.message}`;
    if (result === undefined) continue;
    last = result;
    if (result.outcome === 'succeeded') return result;
    if (result.outcome === 'failed') break;
    await world.approveAll(result);
  }
  const open = (last?.units ?? []).filter(({ status }) => status !== 'succeeded');
  return `not at the end: ${JSON.stringify(open.map(({ address, status, failure }) => [address, status, failure]))}`;
}

type Effects = ReadonlyMap<string, number>;

/** Creates by what the unit's name makes of them (names of DCS tasks end in a token), and Sets and Stops in all. */
function effectsOf({ sandbox }: RehearsalWorld): Effects {
  const { alicloud, huaweicloud } = sandbox.control.state();
  const counts = new Map<string, number>();
  for (const [name, count] of [...Object.entries(alicloud.created), ...Object.entries(huaweicloud.created)]) {
    const key = name.replace(/-[0-9a-f]{12}$/, '');
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  for (const operation of ['SetOnlineMigrationTask', 'StopMigrationTask']) {
    for (const { effects, subject } of sandbox.control.requests({ operation })) {
      const key = `${operation} ${subject ?? ''}`;
      if (effects > 0) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function compareEffects(before: Effects, after: Effects, chosen: readonly string[]): readonly string[] {
  const isCall = (key: string): boolean => /^\w+Task /.test(key);
  const added = [...after].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const);
  const created = added.filter(([key, count]) => !isCall(key) && count > 0);
  const repeated = added.filter(([key, count]) => isCall(key) && count > 0 && (after.get(key) ?? 0) > 1);
  return [
    ...chosen.flatMap((unit) => {
      const count = created.filter(([key]) => isOf(key, unit)).reduce((sum, [, more]) => sum + more, 0);
      return count === 1 ? [] : [`${unit} was started over once and created ${count} tasks`];
    }),
    ...created
      .filter(([key]) => !chosen.some((unit) => isOf(key, unit)))
      .map(([key]) => `${key} was created although its unit was not started over`),
    ...repeated.map(([key]) => `${key} took effect on a task of before`),
  ];
}

/** `m0[00]` is the unit of `m0-00`. */
function isOf(created: string, unit: string): boolean {
  return created.includes(unit.replace('[', '-').replace(']', ''));
}
