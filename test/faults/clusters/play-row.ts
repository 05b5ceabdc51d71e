import type { RunResult } from '@waybill/core';
import { saysDone } from '../../e2e/support/journal-facts.ts';
import { proposedAfter } from '../support/proposed-after.ts';
import type { ClusterScenario } from './cluster-scenarios.ts';
import { ClusterWorld } from './cluster-world.ts';
import { findClusterFaults, frozenIndices } from './find-cluster-faults.ts';
import type { Strike } from './struck-wire.ts';

/** One fault meets one call of a scenario, or every call of an operation until the command has ended. */
export interface ClusterRow extends Strike {
  readonly scenario: ClusterScenario;
}

export interface Played {
  /** How the command ended under the fault: `succeeded`, or how its gravest unit did, with the code. */
  readonly ending: string;
  /** What was said of each unit that did not succeed. */
  readonly failures: readonly string[];
  /** The first command that was proposed then; undefined where it succeeded. */
  readonly advice: string | undefined;
  /** What is wrong in the end. */
  readonly faults: readonly string[];
}

const MOST_ADVICE = 3;

/** Runs the command under the fault, follows what is proposed where it fails, and looks at what is there in the end. */
export async function playRow({ scenario, operation, nth, fault }: ClusterRow): Promise<Played> {
  return await play(scenario, { operation, nth, fault });
}

/** How often the scenario calls each operation when nothing goes wrong. */
export async function countCalls(scenario: ClusterScenario): Promise<ReadonlyMap<string, number>> {
  const world = await begun(scenario, undefined);
  const { outcome } = await scenario.command(world, { retryFailed: false });
  const counts = new Map(world.wire.counts);
  const faults = await findClusterFaults(world, scenario);
  if (outcome !== 'succeeded' || faults.length > 0)
    throw new Error(`without a fault ${scenario.name} ends as ${outcome}: ${faults.join('; ')}`);
  return counts;
}

async function begun(scenario: ClusterScenario, strike: Strike | undefined): Promise<ClusterWorld> {
  const world = new ClusterWorld(scenario);
  await scenario.prepare?.(world);
  world.begin(strike);
  return world;
}

async function play(scenario: ClusterScenario, strike: Strike): Promise<Played> {
  const world = await begun(scenario, strike);
  let result = await scenario.command(world, { retryFailed: false });
  const ending = endingOf(result);
  const failures = failuresOf(result);
  const faults: string[] = world.wire.hasStruck ? [] : ['the fault met no call'];
  faults.push(...(await unnamedFreezes(world, result)));
  // The cause is gone, and clients have not waited.
  world.begin(undefined);
  if (result.outcome !== 'succeeded') await world.writeMeanwhile();
  const advice = result.outcome === 'succeeded' ? undefined : adviceOf(scenario, world, result);
  for (let tried = 1; result.outcome !== 'succeeded' && tried <= MOST_ADVICE; tried += 1)
    result = await follow(adviceOf(scenario, world, result), scenario, world);
  if (result.outcome !== 'succeeded')
    faults.push(`the advice ends as ${endingOf(result)}: ${failuresOf(result).join('; ')}`);
  else faults.push(...(await findClusterFaults(world, scenario)));
  return { ending, failures, advice, faults };
}

/** What needs an operator first decides. */
function endingOf({ outcome, units, suspended }: RunResult): string {
  const worst = units.find(({ status }) => status === 'unknown') ?? units.find(({ status }) => status === 'failed');
  if (worst !== undefined) return `${worst.status} ${worst.failure?.code ?? 'without a code'}`;
  const [first] = suspended;
  return first === undefined ? outcome : `suspended ${first.code}`;
}

function failuresOf({ units, suspended }: RunResult): readonly string[] {
  return [
    ...units.flatMap(({ address, step, failure }) =>
      failure === undefined ? [] : [`${step ?? address}: ${failure.message} ${failure.hint ?? ''}`.trim()],
    ),
    ...suspended.map(({ message }) => message),
  ];
}

/** A failed unit leaves its source writable, or it is among the holds that `status` names first, unless it is frozen for good. */
async function unnamedFreezes(world: ClusterWorld, { units }: RunResult): Promise<readonly string[]> {
  if (!units.some(({ status }) => status === 'failed' || status === 'unknown')) return [];
  const { holds } = await world.toTheEnd((opened) => opened.status());
  const named = holds.map(({ lift }) => lift).join('\n');
  const forGood = world.main.records.flatMap((record) =>
    'step' in record && saysDone(record) && record.step.endsWith('.keep-freeze') ? [unitOf(record.step)] : [],
  );
  const frozen = (await frozenIndices(world)).filter((place) => !forGood.some((unit) => place.includes(`/${unit}-`)));
  return frozen
    .filter((place) => !named.includes(place.split('/')[1] ?? ''))
    .map((place) => `nothing says that ${place} is frozen`);
}

function unitOf(step: string): string {
  return step.split('.')[0] ?? '';
}

function adviceOf(scenario: ClusterScenario, { compiled }: ClusterWorld, result: RunResult): string {
  const { derived: verb } = scenario;
  const derived = verb === undefined ? {} : { derived: { verb, options: [] } };
  const [first] = proposedAfter(compiled, result, { file: 'plan.yaml', flags: {}, ...derived });
  if (first === undefined) throw new Error(`nothing is proposed after ${endingOf(result)}`);
  return first;
}

async function follow(command: string, scenario: ClusterScenario, world: ClusterWorld): Promise<RunResult> {
  const words = command.replaceAll("'", '').split(' ');
  const verb = words[1];
  if (verb === 'redo') {
    const units = words.filter((word) => world.compiled.graph.unitsByAddress.has(word));
    const reason = 'the cause is gone';
    await world.toTheEnd((opened) => opened.decide(units.map((unit) => ({ kind: 'redo', unit, reason }))));
  } else if (verb !== 'resume' && verb !== scenario.derived) throw new Error(`nothing is known of ${command}`);
  return await scenario.command(world, { retryFailed: words.includes('--retry-failed') });
}
