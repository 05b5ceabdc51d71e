import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
    const first = [resumed, planned, status].map(({ next_steps: steps }) => steps[0].command);
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

const OF_ROWS = SHOP_PLAN.replace(
  'for_each: [orders-2024, orders-2025]',
  'for_each: { file: rows.csv, key: name }',
).replace('number_of_shards: "2"', 'number_of_shards: "${{ each.value.shards }}"');
const ROWS = 'name,shards\norders-2024,2\norders-2025,3\n';

describe('once the rows are others than those of a saved preview', () => {
  async function saved(rows: string, options: readonly string[] = []): Promise<SandboxSession> {
    const session = await SandboxSession.open(OF_ROWS);
    writeFileSync(join(session.folder, 'rows.csv'), ROWS);
    expect((await session.run('plan', ['--out', 'saved.json', '--offline', ...options])).code).toBe(0);
    writeFileSync(join(session.folder, 'rows.csv'), rows);
    return session;
  }

  async function follow(session: SandboxSession, command: string): Promise<number> {
    const io = session.io();
    const code = await runCli([...wordsOf(command), '--json'], io);
    expect(io.stderr.text, command).not.toContain('PREVIEW_STALE');
    return code;
  }

  async function proposed(session: SandboxSession, words: readonly string[]): Promise<readonly string[]> {
    const io = session.io();
    await runCli([...words, '--json'], io);
    const { next_steps: steps } = JSON.parse(io.stdout.text) as { next_steps: readonly { readonly command: string }[] };
    return steps.map(({ command }) => command);
  }

  test.each([
    ['a row more', `${ROWS}orders-2026,1\n`],
    ['another value', ROWS.replace('orders-2024,2', 'orders-2024,5')],
  ])('%s: status proposes a new preview, and then to apply that', async (_name, rows) => {
    await using session = await saved(rows);
    const commands = await proposed(session, ['status', 'saved.json']);
    expect(commands.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      'waybill plan shop.yaml',
      'waybill apply saved.json',
    ]);
    const codes: number[] = [];
    for (const command of commands) codes.push(await follow(session, command));
    expect(codes).toEqual([0, GATED]);
  });

  test('a preview of some units is made anew of the same units, and one that never expires is none that does', async () => {
    await using session = await saved(`${ROWS}orders-2026,1\n`, ['--target', 'orders', '--expires', 'never']);
    const [command = ''] = await proposed(session, ['status', 'saved.json']);
    expect(command).toContain(' --target orders --expires never --out saved.json ');
    expect(await follow(session, command)).toBe(0);
    expect(await follow(session, 'waybill apply saved.json')).toBe(0);
  });

  test('amid a run, whatever proposes to resume proposes a new preview first', async () => {
    await using session = await saved(ROWS);
    expect(await follow(session, 'waybill apply saved.json')).toBe(GATED);
    const inOtherOrder = 'name,shards\norders-2025,3\norders-2024,2\n';
    writeFileSync(join(session.folder, 'rows.csv'), inOtherOrder);
    const [approve = '', ...others] = await proposed(session, ['status', 'saved.json']);
    expect(approve).toContain('waybill approve saved.json sessions');
    expect(others).toEqual([
      expect.stringContaining('waybill plan shop.yaml --out saved.json'),
      'waybill resume saved.json',
    ]);
    expect(await proposed(session, [...wordsOf(approve), '--auto-approve'])).toEqual(others);
    writeFileSync(join(session.folder, 'rows.csv'), `${inOtherOrder}orders-2026,1\n`);
    expect(await proposed(session, ['status', 'saved.json', '--why', 'orders[orders-2026]'])).toEqual(others);
    const codes: number[] = [];
    for (const command of others) codes.push(await follow(session, command));
    // The row more is done, and the gate is reached again: it was not waiting when the approval was taken.
    expect(codes).toEqual([0, GATED]);
  });

  test('and none while they are the same', async () => {
    await using session = await saved(ROWS);
    expect(await proposed(session, ['status', 'saved.json'])).toEqual(['waybill apply saved.json']);
  });
});

test('a placeholder for a value is refused', async () => {
  await using session = await SandboxSession.open(PLAN);
  const { code, stderr } = await session.run('plan', ['--offline', '--var', 'shards=...']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('put the value of shards in its place')]);
});

function wordsOf(command: string): readonly string[] {
  return command.split(' ').slice(1);
}
