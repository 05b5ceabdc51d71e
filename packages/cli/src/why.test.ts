import { expect, test } from 'vitest';
import { golden } from './testing/golden.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';
import { Transcript } from './testing/transcript.ts';
import { TROUBLE, TROUBLED_PLAN } from './testing/troubled-plan.ts';

test('status --why follows every wait down to what has to move', async () => {
  await using session = await SandboxSession.open(SHOP_PLAN.replace('in_flight: 4 }', 'in_flight: 4, active: 1 }'));
  const transcript = new Transcript(session);
  const why = (address: string) => transcript.add('status', ['--why', address], 0);
  await why('sessions.stop');
  await why('orders[orders-2025].create');
  await transcript.add('status', ['--why', 'sesions'], 1);
  // Nothing that is under way ends before the vendor's clock leaps.
  session.sandbox.control.setDurations({ alicloudRunningMs: 300_000 });
  const io = session.io();
  io.stdout.onWrite = (text) => {
    if (text.includes('"step":"orders[orders-2024].await"')) io.interrupt();
  };
  await session.runWith(io, 'apply', ['--json']);
  await why('orders[orders-2024]');
  await why('orders[orders-2025].create');
  session.sandbox.control.setDurations({ alicloudRunningMs: 20 });
  session.sandbox.control.advance(300_000);
  expect((await session.run('resume', ['--quiet'])).code).toBe(3);
  await why('sessions.await-stopped');
  await why('orders[orders-2024]');
  expect(transcript.text).toBe(golden('why.txt', transcript.text));
});

test('status --why names the cause behind what failed, is unknown or was skipped', async () => {
  await using session = await SandboxSession.open(TROUBLED_PLAN);
  session.sandbox.control.setFaults(TROUBLE);
  expect((await session.run('apply', ['--quiet'])).code).toBe(5);
  const transcript = new Transcript(session);
  await transcript.add('status', ['--why', 'orders[orders-2024]'], 0);
  await transcript.add('status', ['--why', 'twins[a]'], 0);
  await transcript.add('status', ['--why', 'reports'], 0);
  const { stdout } = await session.run('status', ['--why', 'reports', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'why', status: 'skipped', running: 'no' });
  expect(transcript.text).toBe(golden('why-failed.txt', transcript.text));
});

test('what status --why proposes for an unknown call works once an operator has filled in what only the console shows', async () => {
  await using session = await SandboxSession.open(TROUBLED_PLAN);
  session.sandbox.control.setFaults(TROUBLE);
  await session.run('apply', ['--quiet']);
  session.sandbox.control.setFaults([]);
  const { tasks } = session.sandbox.control.state().huaweicloud;
  const [first = '', second = ''] = tasks.filter(({ name }) => name === 'twin').map(({ taskId }) => taskId);
  const settled = (unit: string) => session.run('state show', [`${unit}.call`, '--json']);
  for (const [unit, id] of [
    ['twins[a]', first],
    ['twins[b]', second],
  ] as const) {
    const { next_steps: ways } = JSON.parse((await session.run('status', ['--why', unit, '--json'])).stdout);
    const adopt = commandsOf(ways).find((words) => words[1] === 'state' && words[2] === 'adopt');
    const filled = (adopt ?? [])
      .slice(4, adopt?.indexOf('--var'))
      .map((word) => word.replace(/^(\w+=)?\.\.\.$/, `$1${id}`));
    const { code, stderr } = await session.run('state adopt', filled);
    expect([code, stderr]).toEqual([0, '']);
    expect((await settled(unit)).stdout).toContain('succeeded');
  }
});

/** As a shell reads them: the plan is the fourth word. */
function commandsOf(steps: readonly { readonly command: string }[]): readonly (readonly string[])[] {
  return steps.map(({ command }) =>
    [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
}

test('status --watch before the first run says that it waits, and follows the run once it has begun', async () => {
  await using session = await SandboxSession.open();
  const watcher = session.io({ livePids: [100] });
  const isWaiting = new Promise<void>((resolve) => {
    watcher.stderr.onWrite = () => resolve();
  });
  const watching = session.runWith(watcher, 'status', ['--watch']);
  await isWaiting;
  expect(watcher.stderr.text).toBe('No run has begun yet: waiting for one. Ctrl-C ends the waiting.\n');
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  expect([(await watching).code, watcher.stdout.text]).toEqual([0, expect.stringContaining('it ended: gated')]);
  expect(watcher.stdout.text).toContain('never started');
});

test('status --watch before the first run ends with Ctrl-C', async () => {
  await using session = await SandboxSession.open();
  const watcher = session.io();
  watcher.stderr.onWrite = () => watcher.interrupt();
  expect((await session.runWith(watcher, 'status', ['--watch'])).code).toBe(0);
});

test('status --watch prints what changes and ends with the run', async () => {
  await using session = await SandboxSession.open();
  session.sandbox.control.setDurations({ alicloudRunningMs: 400 });
  const applying = session.io({ livePids: [100] });
  let watching: Promise<{ readonly stdout: string }> | undefined;
  applying.stdout.onWrite = (text) => {
    if (text.includes('"kind":"step.waiting"')) watching ??= session.run('status', ['--watch'], { livePids: [100] });
  };
  await session.runWith(applying, 'apply', ['--json']);
  const { stdout } = (await watching) ?? { stdout: '' };
  expect(stdout).toContain('it is running');
  expect(stdout).toContain('it ended: gated');
});
