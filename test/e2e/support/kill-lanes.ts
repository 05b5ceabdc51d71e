import type { Random } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import type { FaultScript, SandboxState } from '@waybill/sandbox';
import { expect } from 'vitest';
import { BUSY_COUNTS, BUSY_DURATIONS, BUSY_LIMITS, busyPlan } from './busy-plan.ts';
import { CommandLine, expectCode, jsonLines } from './command-line.ts';
import { openIntentsOfCutRuns, recordedTaskIds, recordsByStep, saysDone } from './journal-facts.ts';
import { type ProcessEnd, type StartedProcess, waitFor } from './processes.ts';
import { ServedSandbox } from './served-sandbox.ts';

/** Fewer on one plan would mean that the kills come too late to cut anything. */
const KILLS_PER_PLAN = 5;
/** Runs of one plan that were not killed: the gates are reached and passed, and the end is reached. */
const MAX_ENDINGS = 6;

export interface KillLoop {
  /** Runners at work at the same time, each on plans of its own. Most of a run's start is waiting. */
  readonly lanes: number;
  readonly killsPerLane: number;
  readonly seed: number;
  /**
   * Kill while an effect is held at the vendor, before or after it happens: for few kills, which at random moments might
   * all fall between the effects. One lane only, because a release lets the calls of all lanes continue.
   */
  readonly atEffects?: boolean;
}

/**
 * Kills the real command at random moments until all kills are used up, and checks after each plan that nothing was done
 * twice, nothing was lost and no limit was exceeded.
 */
export async function killInLanes(loop: KillLoop): Promise<void> {
  const { lanes, killsPerLane, seed, atEffects = false } = loop;
  expect(atEffects && lanes > 1).toBe(false);
  const sandbox = await ServedSandbox.start({
    seed,
    durations: BUSY_DURATIONS,
    // Slow answers keep calls open long enough to be cut off before, in and after their effect.
    faults: [{ probability: 0.5, fault: { kind: 'latency', ms: 50 } }],
  });
  const running = Array.from({ length: lanes }, (_, lane) => killInLane(sandbox, lane, loop));
  const openIntents = (await Promise.all(running)).flat();
  verifyLimits(sandbox, lanes);
  // Otherwise the kills fell between the effects and proved little.
  expect(openIntents.filter((count) => count > 0).length).toBeGreaterThanOrEqual((lanes * killsPerLane) / 5);
}

/** Plan after plan until all kills are used up. Returns how many effects each killed run had left open. */
async function killInLane(
  sandbox: ServedSandbox,
  lane: number,
  { killsPerLane, seed, atEffects = false }: KillLoop,
): Promise<readonly number[]> {
  const maxPlans = Math.ceil(killsPerLane / KILLS_PER_PLAN) + 1;
  const random = createSeededRandom(seed + lane);
  const openIntents: number[] = [];
  let kills = 0;
  for (let count = 1; kills < killsPerLane; count += 1) {
    expect(count).toBeLessThanOrEqual(maxPlans);
    const name = `lane${lane}-plan${count}`;
    const cli = CommandLine.on(sandbox, { plan: busyPlan(name, lane * maxPlans + count) });
    kills += await applyWithKills(cli, { sandbox, random, atEffects, mostKills: killsPerLane - kills });
    openIntents.push(...(await verifyPlan(cli, sandbox, name)));
  }
  return openIntents;
}

interface KillOptions {
  readonly sandbox: ServedSandbox;
  readonly random: Random;
  readonly atEffects: boolean;
  readonly mostKills: number;
}

/** Starts the plan again and again, killing it each time while kills are left. Returns how many there were. */
async function applyWithKills(cli: CommandLine, options: KillOptions): Promise<number> {
  const { sandbox, random, atEffects, mostKills } = options;
  let kills = 0;
  for (let endings = 0; endings < MAX_ENDINGS; ) {
    const { totalRequests } = sandbox.metrics();
    if (atEffects && kills < mostKills) sandbox.setFaults(holdAnEffect(random));
    const runner = cli.start('apply', '--auto-approve', '--json');
    if (kills < mostKills) {
      if (atEffects) await killAtHeldEffect(runner, sandbox);
      else await killSomewhere(runner, { sandbox, random, totalRequests });
    }
    const end = await runner.ended;
    if (end.signal === 'SIGKILL') kills += 1;
    else {
      endings += 1;
      if (end.code === 0) return kills;
      await approveGates(cli, end);
    }
  }
  throw new Error(`${MAX_ENDINGS} runs ended without finishing the plan`);
}

/** The gates are the only thing for which an undisturbed run may end early. */
async function approveGates(cli: CommandLine, end: ProcessEnd): Promise<void> {
  expectCode(3, end);
  expectCode(0, await cli.run('approve', 'sessions[*]', 'rankings[*]', '--auto-approve'));
}

const EFFECTS = [
  'CreateDataTasks',
  'DeleteDataTask',
  'CreateMigrationTask',
  'CreateOnlineMigrationTask',
  'SetOnlineMigrationTask',
  'StopMigrationTask',
  'ExchangeInstanceIp',
  'DeleteMigrationTask',
] as const;

function holdAnEffect(random: Random): FaultScript {
  const when = random.fraction() < 0.5 ? 'before' : 'after';
  return EFFECTS.map((operation) => ({
    operation,
    nth: 1 + Math.floor(random.fraction() * 3),
    fault: { kind: 'hold', when },
  }));
}

/** A run that reaches its end without one is not killed. */
async function killAtHeldEffect(runner: StartedProcess, sandbox: ServedSandbox): Promise<void> {
  await waitFor('an effect is held', () => !runner.isAlive || sandbox.held().length > 0);
  runner.kill('SIGKILL');
  await runner.ended;
  sandbox.release();
}

interface KillMoment {
  readonly sandbox: ServedSandbox;
  readonly random: Random;
  /** How many the sandbox had seen before the runner was started. */
  readonly totalRequests: number;
}

/** After some requests, after some effects were begun, or as soon as anything is printed; and a little later. */
async function killSomewhere(runner: StartedProcess, { sandbox, random, totalRequests }: KillMoment): Promise<void> {
  const chance = random.fraction();
  const count = 1 + Math.floor(random.fraction() * 20);
  const isTime = (): boolean => {
    if (!runner.isAlive) return true;
    if (chance < 0.1) return runner.stdout !== '';
    if (chance < 0.55) return runner.stdout.split('"kind":"step.started"').length > 1 + count / 4;
    return sandbox.metrics().totalRequests >= totalRequests + count;
  };
  await waitFor(`moment ${chance} ${count} to kill the runner`, isTime);
  const killAtMs = performance.now() + random.fraction() * 80;
  await waitFor('the moment has passed', () => performance.now() >= killAtMs);
  runner.kill('SIGKILL');
}

/** Returns how many effects each cut run of the plan had left open. */
async function verifyPlan(cli: CommandLine, sandbox: ServedSandbox, name: string): Promise<readonly number[]> {
  const steps = jsonLines(expectCode(0, await cli.run('state list', '--json')).stdout);
  expect(steps.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  expect(new Set(steps.map(({ step }) => String(step).replace(/\.[^.]+$/, ''))).size).toBe(BUSY_COUNTS.units);

  const journal = await cli.journal();
  expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_record, index) => index + 1));
  const records = recordsByStep(journal);
  const checks = new Set(steps.filter((step) => step['step_kind'] === 'check').map(({ step }) => step));
  expect([...records.keys()].toSorted()).toEqual(steps.map(({ step }) => String(step)).toSorted());
  for (const [step, ofStep] of records) {
    // The last word is that it is done. Of an effect, and of a wait, it is said once: nothing was begun again after it.
    const isCheck = checks.has(step);
    const last = isCheck ? ofStep.findLastIndex(saysDone) : ofStep.findIndex(saysDone);
    expect([step, last]).toEqual([step, ofStep.length - 1]);
  }

  const tasks = tasksOf(name, sandbox.state());
  expect([...recordedTaskIds(journal)].toSorted()).toEqual(tasks.ids.toSorted());
  expect(tasks.created).toEqual(tasks.created.map(([subject]) => [subject, 1]));
  expect(tasks.created).toHaveLength(BUSY_COUNTS.dataTasks + BUSY_COUNTS.imports + BUSY_COUNTS.onlineTasks);
  expect(tasks.ids).toHaveLength(tasks.created.length);
  expect(tasks.phases).toEqual(tasks.phases.map((phases) => [...new Set(phases)]));
  return openIntentsOfCutRuns(journal);
}

function tasksOf(name: string, { alicloud, huaweicloud }: SandboxState) {
  const isOurs = (subject: string): boolean => subject.includes(`${name}-`);
  const dataTasks = alicloud.tasks.filter(({ sourceIndex }) => isOurs(sourceIndex));
  const dcsTasks = huaweicloud.tasks.filter((task) => isOurs(task.name));
  return {
    ids: [...dataTasks, ...dcsTasks].map(({ taskId }) => taskId),
    created: [...Object.entries(alicloud.created), ...Object.entries(huaweicloud.created)].filter(([subject]) =>
      isOurs(subject),
    ),
    /** What was done to each DCS task: a second start, stop or exchange would show as a second phase. */
    phases: dcsTasks.map(({ phases }) => phases),
  };
}

/** As the server saw it: over all runs, and together what the lanes may do at the same time. */
function verifyLimits(sandbox: ServedSandbox, lanes: number): void {
  const { alicloud, huaweicloud } = sandbox.metrics().providers;
  for (const seen of [alicloud, huaweicloud]) {
    expect(seen.highestCallsPerWindow).toBeLessThanOrEqual(lanes * BUSY_LIMITS.callsPerSecond);
    expect(seen.highestInFlight).toBeLessThanOrEqual(lanes * BUSY_LIMITS.inFlight);
  }
  expect(alicloud.highestActiveTasks).toBeLessThanOrEqual(lanes * BUSY_LIMITS.active);
  // A machine that a plain operation built stands idle, and counts as a task at the vendor, until it is configured.
  expect(huaweicloud.highestActiveTasks).toBeLessThanOrEqual(lanes * (BUSY_LIMITS.active + BUSY_COUNTS.machines));
  const perTarget = Object.values(huaweicloud.highestActiveTasksPerTarget);
  expect(Math.max(...perTarget)).toBe(BUSY_LIMITS.activePerDcsTarget);
}
