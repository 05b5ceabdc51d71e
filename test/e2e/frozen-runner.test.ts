import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckpointStore, type JournalRecord, openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { expect, it } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { waitFor } from './support/processes.ts';
import { ServedSandbox } from './support/served-sandbox.ts';
import { steadyPlan } from './support/steady-plan.ts';

const MOST_ATTEMPTS = 30;

// A call waits for its turn before its intent is written, so a runner that is frozen in that wait has promised nothing: when
// it wakes, its intent is refused and nothing is sent.
it('sends nothing any more once its lock was broken', async () => {
  const { sandbox, cli, frozen, store } = await freezeBeforeItsTurn();
  await store().breakLock();
  expectCode(0, await cli.run('resume'));
  frozen.kill('SIGCONT');
  const end = await frozen.ended;
  expect(end.stderr).toContain('JOURNAL_LEASE_LOST');
  expect(Object.entries(sandbox.created()).filter(([, count]) => count !== 1)).toEqual([]);
});

/** A turn comes within half a second, which a machine under heavy load may need until it has frozen the runner: then another one is tried. */
async function freezeBeforeItsTurn() {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const sandbox = await ServedSandbox.start({ seed: 4, durations: BUSY_DURATIONS });
    const cli = CommandLine.on(sandbox, { plan: onlyOneImport(steadyPlan({ callsPerSecond: 2 })) });
    const frozen = cli.start('apply', '--json');
    const store = openSqliteStoreLazily(cli.folder);
    const seen = await waitFor('a create that waits for its turn', async () => {
      if (!frozen.stdout.includes('imports[a].check-target')) return false;
      frozen.kill('SIGSTOP');
      const state = await stateOf(store());
      if (state === 'before') frozen.kill('SIGCONT');
      return state === 'before' ? false : state;
    });
    if (seen === 'waits for its turn') return { sandbox, cli, frozen, store };
    frozen.kill('SIGKILL');
    await frozen.ended;
  }
  throw new Error(`the create had its turn before the runner could be frozen, ${MOST_ATTEMPTS} times`);
}

/** Of the one create: whether its checks are over, and its intent is recorded. */
async function stateOf(store: CheckpointStore): Promise<'before' | 'waits for its turn' | 'begun'> {
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  if (records.some((record) => record.kind === 'step.intent')) return 'begun';
  const isChecked = ['check-target', 'check-target-free'].every((check) =>
    records.some((record) => record.kind === 'step.succeeded' && record.step === `imports[a].${check}`),
  );
  return isChecked ? 'waits for its turn' : 'before';
}

/** The runner is frozen when the intent is durable and before a byte is written, and wakes up after another one is done. */
async function thawAfterResume(preloads: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const sandbox = await ServedSandbox.start({ seed: 4, durations: BUSY_DURATIONS });
  const cli = CommandLine.on(sandbox, { plan: onlyOneImport(steadyPlan()), env });
  const frozen = cli.startPreloaded([FREEZE, ...preloads], 'apply', '--auto-approve');
  await waitFor('the runner has frozen itself', () => isStopped(frozen.pid));
  expect(sandbox.created()).toEqual({});
  const store = openSqliteStoreLazily(cli.folder);
  const records: JournalRecord[] = [];
  for await (const batch of store().read()) records.push(...batch);
  expect(records.at(-1)?.kind).toBe('step.intent');
  await store().breakLock();
  expectCode(0, await cli.run('resume'));
  frozen.kill('SIGCONT');
  const end = await frozen.ended;
  expect(end.stderr).toContain('JOURNAL_LEASE_LOST');
  return Object.values(sandbox.created());
}

it('sends nothing that it was about to send when its lock was broken, and is created once', async () => {
  expect(await thawAfterResume([])).toEqual([1]);
});

it('would create twice without the guard', async () => {
  const mutant = 'a process that was frozen and taken over sends what it was about to send';
  expect(await thawAfterResume([PLANT_MUTANT], { WAYBILL_MUTANT: mutant })).toEqual([2]);
});

const FREEZE = join(import.meta.dirname, 'support', 'freeze-before-sending.ts');
const PLANT_MUTANT = join(import.meta.dirname, '..', 'sim', 'plant-mutant.ts');

/** Whether the kernel says that the process is stopped. */
function isStopped(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}

function openSqliteStoreLazily(folder: string) {
  let store: ReturnType<typeof openSqliteStore> | undefined;
  return () => {
    store ??= openSqliteStore({ path: join(folder, '.waybill', 'steady.db'), plan: 'steady', random: systemRandom });
    return store;
  };
}

function onlyOneImport(plan: string): string {
  return plan
    .replace(/^ {2}indices:.*?(?=^ {2}imports:)/ms, '')
    .replace(/for_each: \{ a: (\S+), .*\}/, 'for_each: { a: $1 }');
}
