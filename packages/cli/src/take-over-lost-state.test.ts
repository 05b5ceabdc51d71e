import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

const ELSEWHERE = ['--state', 'elsewhere/shop.db', '--quiet'];

/** The proposed commands that take tasks over, as they are printed. */
function takeovers(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /\bwaybill state adopt .*?(?= {2,}|$)/.exec(line)?.[0] ?? []);
}

/** As a shell splits it. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);
}

async function runPrinted(session: SandboxSession, command: string): Promise<number> {
  return await runCli([...words(command.replaceAll('http://sandbox', session.sandbox.url))], session.io());
}

function effects({ sandbox }: SandboxSession): readonly string[] {
  return sandbox.control
    .requests()
    .filter((request) => request.effects > 0)
    .map(({ operation }) => operation ?? '')
    .toSorted();
}

async function adoptWhatIsProposed(session: SandboxSession, text: string): Promise<void> {
  const commands = takeovers(text);
  expect(commands).not.toEqual([]);
  for (const command of commands) expect([command, await runPrinted(session, command)]).toEqual([command, 0]);
}

test('work of a lost state blocks each vendor, and the commands that are proposed take it over: nothing is done twice', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  const before = effects(session);
  expect(before).toEqual(['CreateDataTasks', 'CreateDataTasks', 'CreateOnlineMigrationTask', 'SetOnlineMigrationTask']);
  const indices = await session.run('apply', ELSEWHERE);
  expect([indices.code, indices.stdout]).toEqual([5, expect.stringContaining('RUN_TASK_OF_OTHER_STATE')]);
  expect(takeovers(indices.stdout)).toEqual([expect.stringMatching(/orders-2024.*orders-2025/)]);
  await adoptWhatIsProposed(session, indices.stdout);
  const redis = await session.run('resume', ELSEWHERE);
  expect([redis.code, redis.stdout]).toEqual([5, expect.stringContaining('in progress in another state')]);
  expect(takeovers(redis.stdout)).toEqual([expect.stringMatching(/sessions\.create --output task_id=[0-9a-fU]/)]);
  const status = await session.run('status', ELSEWHERE.slice(0, 2));
  const real = session.sandbox.control.state().huaweicloud.tasks[0]?.taskId ?? '';
  await adoptWhatIsProposed(session, status.stdout.replaceAll('task_id=UUID', `task_id=${real}`));
  expect((await session.run('resume', ELSEWHERE)).code).toBe(3);
  expect(effects(session)).toEqual(before);
});

test('without a state all tasks of the plan are taken over at once, and the state can be resumed', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  const before = effects(session);
  const preview = await session.run('plan', ['--state', 'elsewhere/shop.db', '--no-estimate']);
  expect(preview.stdout).toContain('made exactly this copy');
  const all = ['--all', '--reason', 'lost state', '--state', 'elsewhere/shop.db'];
  const adopted = await session.run('state adopt', all);
  expect([adopted.code, adopted.stdout]).toEqual([0, expect.stringContaining('sessions.create')]);
  expect(adopted.stdout).toContain('orders[orders-2025].create');
  expect((await session.run('resume', ELSEWHERE)).code).toBe(3);
  expect(effects(session)).toEqual(before);
  expect((await session.run('state adopt', all)).code).toBe(1);
});

test('where the vendor has no task there is nothing to take over, and nothing is created', async () => {
  await using session = await SandboxSession.open();
  const { code, stderr } = await session.run('state adopt', ['orders[*]', '--reason', 'a try']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('No task was found that could be taken over')]);
  expect(effects(session)).toEqual([]);
  expect((await session.run('state adopt', [])).code).toBe(1);
});
