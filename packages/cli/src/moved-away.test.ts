import { type Sandbox, startSandbox } from '@waybill/sandbox';
import { describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { QUICK, SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

/** The plan without what comes before, and stopped while the task of its first unit runs. */
const SHOPS = [
  { name: 'alicloud-elasticsearch', plan: SHOP_PLAN, wait: 'orders[orders-2024].await', unit: 'orders[orders-2024]' },
  {
    name: 'huaweicloud-dcs',
    plan: SHOP_PLAN.replace('    needs: [orders]\n', ''),
    wait: 'sessions.await-machine',
    unit: 'sessions',
  },
] as const;

describe.each(SHOPS)('a task of $name, after the endpoint was changed with --keep-changed', ({ plan, wait, unit }) => {
  test('is said at once not to be there, and the first command proposed continues where it is', async () => {
    await using session = await SandboxSession.open(plan);
    await using other = await startSandbox({ seed: 5, durations: QUICK });
    session.sandbox.control.setDurations({ alicloudRunningMs: 2_000, dcsMachineCreationMs: 2_000, dcsJobMs: 2_000 });
    const io = session.io();
    io.stdout.onWrite = (text) => {
      if (text.includes(`"step":"${wait}"`)) io.interrupt();
    };
    await session.runWith(io, 'apply', ['--json']);
    const made = createdAt(session.sandbox);
    const moved = await runAt(session, other, 'resume', '--keep-changed', '--json');
    const summary = JSON.parse(moved.trim().split('\n').at(-1) ?? '');
    expect(summary.failures).toContainEqual(
      expect.objectContaining({ code: 'RUN_TASK_ELSEWHERE', units: expect.arrayContaining([unit]) }),
    );
    expect(summary.next_steps.map(({ command }: { readonly command: string }) => command)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^waybill redo shop\.yaml .*--reason \.\.\. /)]),
    );
    const [first] = summary.next_steps;
    expect(first.command).toBe(
      `waybill resume shop.yaml --retry-failed --keep-changed --var endpoint=${session.sandbox.url}`,
    );
    const why = JSON.parse(await runAt(session, other, 'status', '--why', unit, '--json'));
    expect(why.next_steps[0].command).toBe(first.command);
    session.sandbox.control.setDurations(QUICK);
    expect((await session.run('resume', ['--quiet', '--retry-failed', '--keep-changed'])).code).toBe(3);
    expect(createdAt(session.sandbox)).toEqual(expect.objectContaining(made));
    expect(new Set(Object.values(createdAt(session.sandbox)))).toEqual(new Set([1]));
  });
});

async function runAt(session: SandboxSession, { url }: Sandbox, ...words: readonly string[]): Promise<string> {
  const io = session.io();
  const [command = '', ...more] = words;
  await runCli([command, 'shop.yaml', ...more, '--var', `endpoint=${url}`], io);
  return io.stdout.text;
}

/** How many tasks were created for what each of them copies. */
function createdAt({ control }: Sandbox): Readonly<Record<string, number>> {
  const { alicloud, huaweicloud } = control.state();
  const names = [
    ...alicloud.tasks.map((task) => JSON.stringify(task).replace(/.*"(orders-\d+)".*/, '$1')),
    ...huaweicloud.tasks.map(({ name }) => name),
  ];
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
