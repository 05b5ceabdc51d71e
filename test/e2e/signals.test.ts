import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Durations, FaultScript, When } from '@waybill/sandbox';
import { expect, it } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { openIntents, recordedEffects } from './support/journal-facts.ts';
import { createFolder, waitFor } from './support/processes.ts';
import { ServedSandbox } from './support/served-sandbox.ts';
import { STEADY_TASKS, type SteadyPlanOptions, steadyPlan } from './support/steady-plan.ts';

const CREATES = ['CreateDataTasks', 'CreateMigrationTask'] as const;

it.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'ends calls under way on %s and starts nothing more',
  async (signal) => {
    const { sandbox, cli } = await open({ faults: holdCreates({ from: 3 }) });
    const runner = cli.start('apply');
    await waitForHeldCreates(sandbox);
    runner.kill(signal);
    await waitFor('the signal is taken', () => runner.stdout.includes('Stopping'));
    expect(runner.isAlive).toBe(true);
    sandbox.release();
    const { stdout } = expectCode(4, await runner.ended);
    expect(stdout).toContain('Stopping: calls in progress are finished');
    expect(stdout).toContain('waybill resume plan.yaml');

    // A call whose connection the client had closed would have been dropped when it was released.
    for (const { operation, status } of sandbox.requests()) expect([operation, status]).toEqual([operation, 200]);
    const journal = await cli.journal();
    expect(openIntents(journal)).toEqual([]);
    const { operations } = sandbox.metrics();
    const effects = CREATES.map((operation) => [operation, operations[operation]?.effects ?? 0] as const);
    expect(recordedEffects(journal)).toEqual(Object.fromEntries(effects.filter(([, count]) => count > 0)));
    const begun = effects.reduce((sum, [, count]) => sum + count, 0);
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(STEADY_TASKS);

    await finish(cli, sandbox);
  },
);

it('ends at once on the second SIGINT, and what it left open is settled later', async () => {
  const { sandbox, cli } = await open({ faults: holdCreates({ from: 1, when: 'after' }) });
  const runner = cli.start('apply');
  await waitForHeldCreates(sandbox);
  runner.kill('SIGINT');
  await waitFor('the first interrupt is taken', () => runner.stdout.includes('Stopping'));
  runner.kill('SIGINT');
  const { stderr } = expectCode(130, await runner.ended);
  expect(stderr).toMatch(/Ended at once\. .*Resume with: waybill resume plan\.yaml/);
  const cutOff = sandbox.held();
  expect(cutOff.length).toBeGreaterThan(0);
  expect(openIntents(await cli.journal()).length).toBeGreaterThanOrEqual(cutOff.length);

  sandbox.release();
  await finish(cli, sandbox);
});

it('continues on SIGHUP where nohup started it', async () => {
  const { sandbox, cli } = await open({ faults: holdCreates({ from: 3 }) });
  const runner = cli.startBy('nohup', 'apply');
  await waitForHeldCreates(sandbox);
  runner.kill('SIGHUP');
  sandbox.release();
  const { stdout } = expectCode(0, await runner.ended);
  expect(stdout).not.toContain('Stopping');
});

it('loses its log and not the run when the disk of --log-file is full', async () => {
  const { cli } = await open({});
  const { stderr } = expectCode(0, await cli.run('apply', '--log-file', '/dev/full', '--quiet'));
  expect(stderr.match(/warning: \/dev\/full cannot be written: ENOSPC/g)).toHaveLength(1);
});

it('stops in order when its output cannot be written', async () => {
  const { sandbox, cli } = await open({ durations: { alicloudRunningMs: 600_000, dcsImportMs: 600_000 } });
  const { stderr } = expectCode(4, await cli.startPrepared('exec >/dev/full', 'apply').ended);
  expect(stderr).toContain('error SYSTEM_ERROR: standard output cannot be written');
  expect(stderr).not.toContain('    at ');
  expect(openIntents(await cli.journal())).toEqual([]);
  expect(sandbox.taskCount()).toBeLessThanOrEqual(STEADY_TASKS);
});

it('never ends with 0 when its output cannot be written, whatever the command', async () => {
  const { cli } = await open({});
  expectCode(0, await cli.run('apply', '--quiet'));
  const commands = [['validate'], ['status'], ['status', '--json'], ['plan', '--offline'], ['state list', '--json']];
  for (const [verb = '', ...more] of commands) {
    const { stderr } = expectCode(1, await cli.startPrepared('exec >/dev/full', verb, ...more).ended);
    expect(stderr).toContain('error SYSTEM_ERROR: standard output cannot be written');
  }
});

it('refuses a report that cannot be written before anything is done', async () => {
  const { sandbox, cli } = await open({});
  const { stderr } = expectCode(1, await cli.run('apply', '--report', '/proc/report.html'));
  expect(stderr).toContain('--report /proc/report.html cannot be written');
  expect(sandbox.taskCount()).toBe(0);
});

it('stops after --max-runtime and leaves the remote tasks alone', async () => {
  const { sandbox, cli } = await open({ durations: { alicloudRunningMs: 600_000, dcsImportMs: 600_000 } });
  const runner = cli.start('apply');
  await waitFor('all tasks were created', () => sandbox.taskCount() === STEADY_TASKS);
  runner.kill('SIGTERM');
  expectCode(4, await runner.ended);

  const { stdout } = expectCode(4, await cli.run('resume', '--max-runtime', '1s'));
  expect(stdout).toContain('waybill resume plan.yaml');
  expect(sandbox.taskCount()).toBe(STEADY_TASKS);
  const { alicloud, huaweicloud } = sandbox.metrics().providers;
  expect(alicloud.activeTasks + huaweicloud.activeTasks).toBe(STEADY_TASKS);
});

it('stops after --max-failures failed units, and goes on with all others later', async () => {
  const { sandbox, cli } = await open({
    faults: [
      { operation: 'CreateDataTasks', nth: 1, fault: { kind: 'task-fails' } },
      // The others are still at work when the first one fails.
      { operation: 'CreateMigrationTask', fault: { kind: 'hold', when: 'before' } },
    ],
  });
  const runner = cli.start('apply', '--max-failures', '1');
  await waitFor('the first unit has failed', () => /indices\[.\].*failed/.test(runner.stdout));
  sandbox.release();
  const { stdout } = expectCode(5, await runner.ended);
  expect(stdout).toContain('1 unit failed');
  const { stdout: status } = expectCode(0, await cli.run('status', '--json'));
  expect(JSON.parse(status).units).toMatchObject({ total: STEADY_TASKS, failed: 1 });
  expectCode(5, await cli.run('resume'));
  const { stdout: later } = expectCode(0, await cli.run('status', '--json'));
  expect(JSON.parse(later).units).toMatchObject({ failed: 1, succeeded: STEADY_TASKS - 1 });
  expectEachCreatedOnce(sandbox);
});

it('says in one error that the state cannot be written where it should be', async () => {
  const file = join(createFolder(), 'a-file');
  writeFileSync(file, 'no directory');
  const { sandbox, cli } = await open({ state: join(file, 'steady.db') });
  const { stderr } = expectCode(1, await cli.run('apply'));
  expect(stderr.match(/^error /gm)).toHaveLength(1);
  expect(stderr).toContain(file);
  expect(stderr).not.toContain('INTERNAL_ERROR');
  expect(sandbox.metrics().totalRequests).toBe(0);
});

it('stops when the disk is full, says that the state is behind, and settles it later', async () => {
  const { sandbox, cli } = await open({});
  const { stderr } = expectCode(1, await cli.startPrepared('ulimit -f 100', 'apply').ended);
  expect(stderr).toContain('error JOURNAL_WRITE_FAILED');
  expect(stderr).toContain('Free disk space or repair the file system');
  expect(stderr.match(/^error /gm)).toHaveLength(1);
  expect(sandbox.taskCount()).toBeGreaterThan(0);
  await finish(cli, sandbox);
});

interface OpenOptions {
  readonly faults?: FaultScript;
  readonly durations?: Partial<Durations>;
  readonly plan?: SteadyPlanOptions;
  readonly state?: string;
}

async function open({ faults = [], durations = {}, plan = {}, state }: OpenOptions) {
  const sandbox = await ServedSandbox.start({ seed: 5, durations: { ...BUSY_DURATIONS, ...durations }, faults });
  const cli = CommandLine.on(sandbox, { plan: steadyPlan(plan), ...(state === undefined ? {} : { state }) });
  return { sandbox, cli };
}

interface HeldCreates {
  /** The first create of each vendor that is held, from 1. */
  readonly from: number;
  readonly when?: When;
}

function holdCreates({ from, when = 'before' }: HeldCreates): FaultScript {
  const nth = Array.from({ length: STEADY_TASKS }, (_, index) => from + index);
  return CREATES.map((operation) => ({ operation, nth, fault: { kind: 'hold', when } }));
}

/** Creates of both vendors are under way, and stay so until they are released. */
async function waitForHeldCreates(sandbox: ServedSandbox): Promise<void> {
  await waitFor('creates are held', () => {
    const held = sandbox.held();
    return CREATES.every((name) => held.some(({ operation }) => operation === name));
  });
}

async function finish(cli: CommandLine, sandbox: ServedSandbox): Promise<void> {
  expectCode(0, await cli.run('resume'));
  expect(openIntents(await cli.journal())).toEqual([]);
  expectEachCreatedOnce(sandbox);
}

function expectEachCreatedOnce(sandbox: ServedSandbox): void {
  const created = sandbox.created();
  expect(Object.keys(created)).toHaveLength(STEADY_TASKS);
  expect(Object.entries(created).filter(([, count]) => count !== 1)).toEqual([]);
}
