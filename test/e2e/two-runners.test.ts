import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CheckpointStore, type JournalRecord, openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import type { FaultScript } from '@waybill/sandbox';
import { expect, it } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { recordedEffects } from './support/journal-facts.ts';
import { type StartedProcess, waitFor } from './support/processes.ts';
import { ServedSandbox } from './support/served-sandbox.ts';
import { STEADY_TASKS, steadyPlan } from './support/steady-plan.ts';

it('lets the second runner wait its turn, which comes the moment the first is killed', async () => {
  const sandbox = await ServedSandbox.start({ seed: 3, durations: BUSY_DURATIONS, faults: holdFrom(5) });
  const cli = CommandLine.on(sandbox, { plan: steadyPlan() });
  const first = cli.start('apply');
  await waitFor('tasks were created, and the run is at work', () => sandbox.held().length > 0);

  for (const verb of ['apply', 'resume']) {
    const { stderr } = expectCode(7, await cli.run(verb));
    expect(stderr).toContain('JOURNAL_LOCKED');
    expect(stderr).toContain(`process ${first.pid} `);
    expect(stderr).toContain(` on ${hostname()}`);
  }
  expect(first.isAlive).toBe(true);

  first.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');
  sandbox.release();
  expectCode(0, await cli.run('resume'));
  expectEachCreatedOnce(sandbox);
});

it('shuts a frozen runner out after its lock was broken', async () => {
  const sandbox = await ServedSandbox.start({ seed: 4, durations: BUSY_DURATIONS, faults: HELD_CHECKS });
  const cli = CommandLine.on(sandbox, { plan: steadyPlan() });
  const frozen = cli.start('apply');
  await waitFor('checks are held, and creates wait for them', () => {
    return sandbox.taskCount() >= STEADY_TASKS / 2 && sandbox.held().length === 2;
  });
  await freezeBetweenCalls(frozen, cli, sandbox);
  expectCode(7, await cli.run('resume'));

  sandbox.release();
  await breakLock(cli);
  expectCode(0, await cli.run('resume'));
  frozen.kill('SIGCONT');
  const { stderr } = expectCode(1, await frozen.ended);
  expect(stderr).toContain('error JOURNAL_LEASE_LOST: Another process took over the state');
  expect(stderr).not.toContain('INTERNAL');
  expectEachCreatedOnce(sandbox);
  expect((await cli.journal()).at(-1)).toMatchObject({ kind: 'run.ended', outcome: 'succeeded' });
  expectCode(0, await cli.run('resume'));
});

/** Creates of both vendors are answered late, from the `nth` on: their effect has happened. */
function holdFrom(nth: number): FaultScript {
  return [
    { operation: 'CreateDataTasks', nth: numbersFrom(nth), fault: { kind: 'hold', when: 'after' } },
    { operation: 'CreateMigrationTask', nth: numbersFrom(nth), fault: { kind: 'hold', when: 'after' } },
  ];
}

/**
 * All that may be in flight to one vendor are reads that get no answer, so hardly one of its imports is created. The first
 * is answered: until then a run sends one call at a time.
 */
const HELD_CHECKS: FaultScript = [
  { operation: 'ShowInstance', nth: numbersFrom(2), fault: { kind: 'hold', when: 'before' } },
];

function numbersFrom(first: number): readonly number[] {
  return Array.from({ length: STEADY_TASKS }, (_, index) => first + index);
}

/** Stops the process while none of its effects is between journal and vendor, and outside of any commit. */
async function freezeBetweenCalls(runner: StartedProcess, cli: CommandLine, sandbox: ServedSandbox): Promise<void> {
  await waitFor('the runner stands still between two calls', async () => {
    runner.kill('SIGSTOP');
    const [journal, requests] = [await readRecords(cli), sandbox.requests()];
    const begun = journal.filter(({ kind }) => kind === 'step.intent').length;
    const effects = Object.values(recordedEffects(journal)).reduce((sum, count) => sum + count, 0);
    const arrived = requests.reduce((sum, request) => sum + request.effects, 0);
    if (begun === effects && begun === arrived && isWritable(cli)) return true;
    runner.kill('SIGCONT');
    return false;
  });
}

/** False while a process holds a transaction, as one does that was stopped within a commit. */
function isWritable(cli: CommandLine): boolean {
  using database = new DatabaseSync(statePath(cli), { timeout: 0 });
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

async function breakLock(cli: CommandLine): Promise<void> {
  await using store = openStore(cli);
  await store.breakLock();
}

/** Quicker than `state export`, because the runner goes on meanwhile. */
async function readRecords(cli: CommandLine): Promise<readonly JournalRecord[]> {
  await using store = openStore(cli);
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  return records;
}

function openStore(cli: CommandLine): CheckpointStore {
  return openSqliteStore({ path: statePath(cli), plan: 'steady', random: systemRandom });
}

function statePath(cli: CommandLine): string {
  return join(cli.folder, '.waybill', 'steady.db');
}

function expectEachCreatedOnce(sandbox: ServedSandbox): void {
  const created = sandbox.created();
  expect(Object.keys(created)).toHaveLength(STEADY_TASKS);
  expect(Object.entries(created).filter(([, count]) => count !== 1)).toEqual([]);
}
