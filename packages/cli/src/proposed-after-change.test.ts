import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

const PLAN = SHOP_PLAN.replace(
  'inputs:\n',
  'inputs:\n  iam: { default: "https://iam.one.example" }\n  shards: { default: "2" }\n',
)
  .replace('region: eu-de', 'region: eu-de\n    iam_endpoint: ${{ inputs.iam }}')
  .replace('number_of_shards: "2"', 'number_of_shards: "${{ inputs.shards }}"');

const IAM = ['--var', 'iam=https://iam.two.example'];
const SHARDS = ['--var', 'shards=4'];
const GATED = 3;

test.each([
  ['a variable of a connection', IAM, PLAN],
  ['a variable of steps', SHARDS, PLAN],
  ['variables of both', [...IAM, ...SHARDS], PLAN],
  ['the file', [], PLAN.replace('"${{ inputs.shards }}"', '"8"')],
])(
  'the first command that resume, status and plan propose works after a change of %s',
  async (_name, given, edited) => {
    await using session = await SandboxSession.open(PLAN);
    expect((await session.run('apply', ['--quiet'])).code).toBe(GATED);
    session.writePlan(edited);
    const created = session.sandbox.control.requests({ operation: 'CreateDataTasks' }).length;
    const resumed = JSON.parse((await session.run('resume', [...given, '--json'])).io.stdout.text);
    const planned = JSON.parse((await session.run('plan', [...given, '--json', '--offline'])).io.stdout.text);
    const status = JSON.parse((await session.run('status', [...given, '--json'])).io.stdout.text);
    expect(resumed.code).toBe('RUN_PLAN_CHANGED');
    const first = [resumed, planned, status].map(({ next_steps: steps }) => firstResume(steps));
    expect(new Set(first).size).toBe(1);
    const [command = ''] = first;
    expect(command).not.toContain('...');
    // What a command cannot undo, it says is to be undone first.
    session.writePlan(PLAN);
    const io = session.io();
    const code = await runCli([...wordsOf(command), '--quiet'], io);
    expect([command, code, io.stderr.text]).toEqual([command, GATED, expect.any(String)]);
    expect(session.sandbox.control.requests({ operation: 'CreateDataTasks' })).toHaveLength(created);
  },
);

test('a placeholder for a value is refused', async () => {
  await using session = await SandboxSession.open(PLAN);
  const { code, stderr } = await session.run('plan', ['--offline', '--var', 'shards=...']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('put the value of shards in its place')]);
});

/** Approvals come before it. */
function firstResume(steps: readonly { readonly command: string }[]): string {
  return steps.map(({ command }) => command).find((command) => !command.startsWith('waybill approve ')) ?? '';
}

function wordsOf(command: string): readonly string[] {
  return command.split(' ').slice(1);
}
