import { join } from 'node:path';
import { type JournalRecord, openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { expect, it } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { waitFor } from './support/processes.ts';
import { SandboxProcess } from './support/sandbox-process.ts';
import { steadyPlan } from './support/steady-plan.ts';

// A call waits for its turn before its intent is written, so a runner that is frozen in that wait has promised nothing: when
// it wakes, its intent is refused and nothing is sent.
it('sends nothing any more once its lock was broken', async () => {
  const sandbox = await SandboxProcess.start({ seed: 4, durations: BUSY_DURATIONS });
  const cli = CommandLine.on(sandbox, { plan: onlyOneImport(steadyPlan({ callsPerSecond: 2 })) });
  const frozen = cli.start('apply', '--json');
  const store = openSqliteStoreLazily(cli.folder);
  await waitFor('a create that waits for its turn', async () => {
    if (!frozen.stdout.includes('imports[a].check-target')) return false;
    frozen.kill('SIGSTOP');
    const records: JournalRecord[] = [];
    for await (const batch of store().read()) records.push(...batch);
    const isChecked = ['check-target', 'check-target-free'].every((check) =>
      records.some((record) => record.kind === 'step.succeeded' && record.step === `imports[a].${check}`),
    );
    const isBegun = records.some((record) => record.kind === 'step.intent');
    if (isChecked && !isBegun) return true;
    if (isBegun) throw new Error('the create had its turn before the runner could be frozen');
    frozen.kill('SIGCONT');
    return false;
  });
  await store().breakLock();
  expectCode(0, await cli.run('resume'));
  frozen.kill('SIGCONT');
  const end = await frozen.ended;
  expect(end.stderr).toContain('JOURNAL_LEASE_LOST');
  expect(Object.entries(await sandbox.created()).filter(([, count]) => count !== 1)).toEqual([]);
});

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
