import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Durations, FaultScript } from '@waybill/sandbox';
import { expect, it } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { openIntents, recordedEffects } from './support/journal-facts.ts';
import { createFolder, waitFor } from './support/processes.ts';
import { SandboxProcess } from './support/sandbox-process.ts';
import { STEADY_TASKS, type SteadyPlanOptions, steadyPlan } from './support/steady-plan.ts';

const CREATES = ['CreateDataTasks', 'CreateMigrationTask'] as const;

it.for(['SIGINT', 'SIGTERM'] as const)('ends calls under way on %s and starts nothing more', async (signal) => {
  const latencyMs = 300;
  const { sandbox, cli } = await open({ faults: slowCreates(latencyMs) });
  const runner = cli.start('apply');
  await waitForSlowCreates(sandbox, { finished: 2 });
  runner.kill(signal);
  const { stdout } = expectCode(4, await runner.ended);
  expect(stdout).toContain('Stopping: calls under way are finished');
  expect(stdout).toContain('waybill resume plan.yaml');

  const requests = await sandbox.requests();
  for (const { operation, status, atMs, doneAtMs } of requests) {
    expect([operation, status]).toEqual([operation, 200]);
    // A connection that the client closes ends a call before its time.
    if (isCreate(operation)) expect((doneAtMs ?? 0) - atMs).toBeGreaterThanOrEqual(latencyMs - 1);
  }
  const journal = await cli.journal();
  expect(openIntents(journal)).toEqual([]);
  const { operations } = await sandbox.metrics();
  const effects = CREATES.map((operation) => [operation, operations[operation]?.effects ?? 0] as const);
  expect(recordedEffects(journal)).toEqual(Object.fromEntries(effects.filter(([, count]) => count > 0)));
  const begun = effects.reduce((sum, [, count]) => sum + count, 0);
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(STEADY_TASKS);

  await sandbox.setFaults([]);
  await finish(cli, sandbox);
});

it('ends at once on the second SIGINT, and what it left open is settled later', { timeout: 60_000 }, async () => {
  // A create that is looked up takes effect within the settle time.
  const { sandbox, cli } = await open({ faults: slowCreates(2_500), plan: { settle: '4s' } });
  const runner = cli.start('apply');
  await waitForSlowCreates(sandbox, { finished: 0 });
  runner.kill('SIGINT');
  await waitFor('the first interrupt is taken', () => runner.stdout.includes('Stopping'));
  runner.kill('SIGINT');
  expectCode(130, await runner.ended);
  const cutOff = (await sandbox.requests()).filter(({ status }) => status === null);
  expect(cutOff.length).toBeGreaterThan(0);
  expect(openIntents(await cli.journal()).length).toBeGreaterThanOrEqual(cutOff.length);

  await sandbox.setFaults([]);
  await finish(cli, sandbox);
});

it('stops after --max-runtime and leaves the remote tasks alone', async () => {
  const { sandbox, cli } = await open({ durations: { alicloudRunningMs: 600_000, dcsImportMs: 600_000 } });
  const { stdout } = expectCode(4, await cli.run('apply', '--max-runtime', '2s'));
  expect(stdout).toContain('waybill resume plan.yaml');
  expect(await sandbox.taskCount()).toBe(STEADY_TASKS);
  const { alicloud, huaweicloud } = (await sandbox.metrics()).providers;
  expect(alicloud.activeTasks + huaweicloud.activeTasks).toBe(STEADY_TASKS);
});

it('stops after --max-failures failed units, and goes on with all others later', async () => {
  const { sandbox, cli } = await open({
    faults: [{ operation: 'CreateDataTasks', nth: 1, fault: { kind: 'task-fails' } }],
    // The others are still at work when the first one fails.
    durations: { dcsImportMs: 2_000 },
  });
  const { stdout } = expectCode(5, await cli.run('apply', '--max-failures', '1'));
  expect(stdout).toContain('1 unit failed');
  const { stdout: status } = expectCode(0, await cli.run('status', '--json'));
  expect(JSON.parse(status).units).toMatchObject({ total: STEADY_TASKS, failed: 1 });
  expectCode(5, await cli.run('resume'));
  const { stdout: later } = expectCode(0, await cli.run('status', '--json'));
  expect(JSON.parse(later).units).toMatchObject({ failed: 1, succeeded: STEADY_TASKS - 1 });
  await expectEachCreatedOnce(sandbox);
});

it('says in one error that the state cannot be written where it should be', async () => {
  const file = join(createFolder(), 'a-file');
  writeFileSync(file, 'no directory');
  const { sandbox, cli } = await open({ state: join(file, 'steady.db') });
  const { stderr } = expectCode(1, await cli.run('apply'));
  expect(stderr.match(/^error /gm)).toHaveLength(1);
  expect(stderr).toContain(file);
  expect(stderr).not.toContain('INTERNAL_ERROR');
  expect((await sandbox.metrics()).totalRequests).toBe(0);
});

it('stops when the disk is full, says that the state is behind, and settles it later', async () => {
  const { sandbox, cli } = await open({});
  const { stderr } = expectCode(1, await cli.startPrepared('ulimit -f 100', 'apply').ended);
  expect(stderr).toContain('error JOURNAL_WRITE_FAILED');
  expect(stderr).toContain('Free disk space or repair the file system');
  expect(stderr.match(/^error /gm)).toHaveLength(1);
  expect(await sandbox.taskCount()).toBeGreaterThan(0);
  await finish(cli, sandbox);
});

interface OpenOptions {
  readonly faults?: FaultScript;
  readonly durations?: Partial<Durations>;
  readonly plan?: SteadyPlanOptions;
  readonly state?: string;
}

async function open({ faults = [], durations = {}, plan = {}, state }: OpenOptions) {
  const sandbox = await SandboxProcess.start({ seed: 5, durations: { ...BUSY_DURATIONS, ...durations }, faults });
  const cli = CommandLine.on(sandbox, { plan: steadyPlan(plan), ...(state === undefined ? {} : { state }) });
  return { sandbox, cli };
}

function slowCreates(ms: number): FaultScript {
  return CREATES.map((operation) => ({ operation, fault: { kind: 'latency', ms } }));
}

/** Creates of both vendors are being answered, and some were before. */
async function waitForSlowCreates(sandbox: SandboxProcess, { finished }: { readonly finished: number }): Promise<void> {
  await waitFor('creates are under way', async () => {
    const creates = (await sandbox.requests()).filter(({ operation }) => isCreate(operation));
    const isUnderWay = (operation: string): boolean =>
      creates.some((request) => request.operation === operation && request.status === null);
    return CREATES.every(isUnderWay) && creates.filter(({ status }) => status === 200).length >= finished;
  });
}

function isCreate(operation: string): boolean {
  return CREATES.some((name) => name === operation);
}

async function finish(cli: CommandLine, sandbox: SandboxProcess): Promise<void> {
  expectCode(0, await cli.run('resume'));
  expect(openIntents(await cli.journal())).toEqual([]);
  await expectEachCreatedOnce(sandbox);
}

async function expectEachCreatedOnce(sandbox: SandboxProcess): Promise<void> {
  const created = await sandbox.created();
  expect(Object.keys(created)).toHaveLength(STEADY_TASKS);
  expect(Object.entries(created).filter(([, count]) => count !== 1)).toEqual([]);
}
