import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { describe, expect, test } from 'vitest';
import { JSON_FORMAT } from './json-format.ts';
import { golden } from './testing/golden.ts';
import { SandboxSession, SECRETS, SHOP_PLAN, showsCreate } from './testing/sandbox-session.ts';

describe('a plan from the first check to the end', () => {
  test('prints the same session every time', async () => {
    await using session = await SandboxSession.open();
    let transcript = '';
    const commands: readonly (readonly [command: string, more: readonly string[], code: number])[] = [
      ['validate', [], 0],
      ['plan', ['--detailed-exitcode'], 2],
      ['status', [], 0],
      ['resume', [], 1],
      ['apply', [], 3],
      ['status', [], 0],
      ['apply', [], 3],
      ['plan', ['--no-estimate'], 0],
      ['approve', ['sesions'], 1],
      ['approve', ['sessions.set'], 1],
      ['approve', ['orders[*]'], 1],
      ['approve', ['sessions', '--auto-approve'], 0],
      ['resume', [], 0],
      ['approve', ['sessions.cutover'], 1],
      ['status', [], 0],
      ['plan', ['--detailed-exitcode', '--offline', '--no-estimate'], 0],
      ['state list', [], 0],
      ['state show', ['sessions.cutover'], 0],
      ['apply', [], 0],
    ];
    for (const [command, more, expected] of commands) {
      const { code, stdout, stderr } = await session.run(command, more);
      transcript += `$ waybill ${[command, 'shop.yaml', ...more].join(' ')}\n${stdout}${stderr}[exit code ${code}]\n\n`;
      expect([command, code]).toEqual([command, expected]);
    }
    expect(transcript).toBe(golden('session.txt', transcript));
  });

  test('no secret is in any output or file, whatever is printed', async () => {
    await using session = await SandboxSession.open();
    const outputs: string[] = [];
    for (const [command, more] of [
      ['plan', ['--json']],
      ['plan', ['--units', '--requests']],
      ['apply', ['--json', '--log-file', 'run.log', '--log-level', 'debug']],
      ['status', ['--json']],
      ['state list', ['--json']],
      ['state show', ['*', '--json']],
      ['state export', []],
    ] as const) {
      const { stdout, stderr } = await session.run(command, more);
      outputs.push(stdout, stderr);
    }
    for (const name of readdirSync(session.folder, { recursive: true, withFileTypes: true })) {
      if (name.isFile()) outputs.push(readFileSync(join(name.parentPath, name.name), 'latin1'));
    }
    const text = outputs.join('\n');
    expect(text.length).toBeGreaterThan(50_000);
    for (const secret of [...Object.values(SECRETS), session.sandbox.credentials.alicloud.accessKeySecret]) {
      expect(text.includes(secret)).toBe(false);
    }
  });
});

describe('what programs read', () => {
  test('apply --json prints one event per line and the summary last', async () => {
    await using session = await SandboxSession.open();
    const { stdout } = await session.run('apply', ['--json']);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.every(({ format_version: version }) => version === JSON_FORMAT)).toBe(true);
    expect(objects[0]).toMatchObject({ kind: 'run.started', run: 'run-1', unit_count: 3, is_resumed: false });
    expect(objects.at(-2)).toMatchObject({ kind: 'run.ended', outcome: 'gated' });
    expect(objects.at(-1)).toMatchObject({
      kind: 'summary',
      exit_code: 3,
      units: { total: 3, succeeded: 2, gated: 1 },
      gates: [{ unit: 'sessions', step: 'sessions.cutover' }],
      next_steps: [
        { command: 'waybill approve shop.yaml sessions --var endpoint=http://sandbox' },
        { command: 'waybill resume shop.yaml --var endpoint=http://sandbox' },
      ],
    });
  });

  test('status shows an approval that no run has taken, and that the next one does', async () => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    await session.run('approve', ['sessions', '--auto-approve', '--reason', 'counts agree']);
    const found = JSON.parse((await session.run('status', ['--json'])).stdout) as object;
    expect(found).toMatchObject({
      units: { gated: 1 },
      gates: [{ step: 'sessions.cutover', approved: { by: expect.any(String), reason: 'counts agree' } }],
      next_steps: [{ command: expect.stringContaining('waybill resume'), why: 'pass the gate that is approved' }],
    });
    const { stdout } = await session.run('status');
    expect(stdout).toContain('Approved; the next run passes them');
    expect(stdout).toMatch(/sessions\.cutover\n {4}by tester@host-1 at TIME: counts agree/);
    expect(stdout).not.toContain('Waiting for an approval');
    expect((await session.run('resume', ['--quiet'])).code).toBe(0);
    expect(JSON.parse((await session.run('status', ['--json'])).stdout)).toMatchObject({ gates: [] });
  });

  test.each([
    ['no message', '{', undefined],
    ['no time', '{"kind":"approve","step":"sessions.cutover","by":"ada","atMs":9e99}', /does not say when/],
  ])('status says that approvals cannot be read (%s), and does not advise to approve again', async (_, body, why) => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    await session.run('approve', ['sessions', '--auto-approve']);
    const database = new DatabaseSync(join(session.folder, '.waybill', 'shop.db'));
    database.prepare('UPDATE inbox SET body = ?').run(body);
    database.close();
    const found = JSON.parse((await session.run('status', ['--json'])).stdout);
    expect(found).toMatchObject({
      gates: [{ step: 'sessions.cutover' }],
      approvals_unreadable: why === undefined ? expect.any(String) : expect.stringMatching(why),
    });
    expect(JSON.stringify(found.next_steps)).not.toContain('waybill approve');
    const { stdout } = await session.run('status');
    expect(stdout).toContain('Approvals could not be read: ');
    expect(stdout).toContain('sessions.cutover');
    expect(stdout).not.toContain('waybill approve');
  });

  test.each([
    ['no message', '{'],
    ['no time', '{"kind":"approve","step":"sessions.cutover","by":"ada","atMs":9e99}'],
  ])('approve approves nothing where approvals cannot be read (%s)', async (_, body) => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    await session.run('approve', ['sessions', '--auto-approve']);
    const database = new DatabaseSync(join(session.folder, '.waybill', 'shop.db'));
    database.prepare('UPDATE inbox SET body = ?').run(body);
    const { code, stderr } = await session.run('approve', ['sessions', '--auto-approve', '--reason', 'counts agree']);
    expect(code).toBe(1);
    expect(stderr.match(/^error .*/gm)).toEqual([expect.stringMatching(/^error JOURNAL_UNUSABLE: The state /)]);
    expect(stderr).toMatch(/^hint: /m);
    expect(database.prepare('SELECT count(*) AS messages FROM inbox').get()).toMatchObject({ messages: 1 });
    database.close();
  });

  test('plan --json is the preview, the same every time', async () => {
    await using session = await SandboxSession.open();
    const first = (await session.run('plan', ['--json'])).stdout;
    expect((await session.run('plan', ['--json'])).stdout).toBe(first);
    expect(JSON.parse(first)).toMatchObject({ format_version: '4.0', kind: 'preview', totals: { units: 3, gates: 1 } });
    // Digests and fingerprints follow from everything that is shown here anyway.
    const text = `${JSON.stringify(JSON.parse(first), null, 2)}\n`.replace(
      /"(digest|fingerprint)": "[^"]*"/g,
      '"$1": "HASH"',
    );
    expect(text).toBe(golden('preview.json', text));
  });

  test('state export is one JSON object per line: what it is, and then every record', async () => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    const { stdout } = await session.run('state export');
    const [head, ...records] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(head).toMatchObject({
      format_version: '1.0',
      kind: 'journal',
      journal_version: 2,
      plan: 'shop',
    });
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_record, index) => index + 1));
    expect([records[0]?.['kind'], records.at(-1)?.['kind']]).toEqual(['run.started', 'run.ended']);
  });

  test('validate --json reports every finding with its place', async () => {
    await using session = await SandboxSession.open(
      SHOP_PLAN.replace('InstanceId:', 'Instanceid:').replace('needs: [orders]', 'needs: [order]'),
    );
    const { code, stdout } = await session.run('validate', ['--json']);
    const { valid, diagnostics } = JSON.parse(stdout) as {
      valid: boolean;
      diagnostics: { code: string; start: { line: number } }[];
    };
    expect([code, valid]).toEqual([1, false]);
    expect(diagnostics.length).toBeGreaterThanOrEqual(2);
    for (const { start } of diagnostics) expect(start.line).toBeGreaterThan(1);
  });
});

describe('on a terminal', () => {
  test('the picture gives way to the summary, and the cursor comes back', async () => {
    await using session = await SandboxSession.open();
    const { code, stdout } = await session.run('apply', ['--auto-approve'], { isTTY: true });
    expect(code).toBe(3);
    expect(stdout).toContain('\u001b[?25l');
    expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?25l'));
    expect(stdout).toContain('calls/s');
    expect(stdout.slice(stdout.lastIndexOf('\u001b[?25h'))).toContain('waiting for an approval');
  });

  test('an interrupt says how to go on', async () => {
    await using session = await SandboxSession.open();
    const io = session.io({ isTTY: true });
    io.stdout.onWrite = (text) => {
      if (text.includes('calls/s')) io.interrupt();
    };
    io.exitNow = () => {};
    const { code, stdout } = await session.runWith(io, 'apply', ['--auto-approve']);
    expect(code).toBe(4);
    expect(stdout).toContain('waybill resume shop.yaml');
  });

  test.each([{ env: { NO_COLOR: '1' } }, { env: { TERM: 'dumb' } }])('no colour with %j', async (options) => {
    await using session = await SandboxSession.open();
    const { stdout } = await session.run('plan', [], { isTTY: true, ...options });
    expect(stdout).not.toContain('\u001b[');
    expect((await session.run('plan', [], { isTTY: true })).stdout).toContain('\u001b[1m');
  });
});

describe('drawings', () => {
  test.each([
    ['graph', []],
    ['graph-units-dot', ['--units', '--format', 'dot']],
    ['graph-steps', ['--steps']],
  ] as const)('%s', async (name, flags) => {
    await using session = await SandboxSession.open();
    const { code, stdout } = await session.run('graph', flags);
    expect(stdout).toBe(golden(`${name}.txt`, stdout));
    expect(code).toBe(0);
  });
});

/** The shards of both years change, one year goes and another comes. */
const EDITED_PLAN = SHOP_PLAN.replace('number_of_shards: "2"', 'number_of_shards: "3"').replace(
  '[orders-2024, orders-2025]',
  '[orders-2024, orders-2026]',
);

describe('exit codes', () => {
  test('1: an invalid plan, with every mistake', async () => {
    await using session = await SandboxSession.open(SHOP_PLAN.replace('InstanceId:', 'Instanceid:'));
    const { code, stdout, stderr } = await session.run('apply');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(golden('invalid.txt', stderr));
  });

  test('1: secrets that are not there, all named', async () => {
    await using session = await SandboxSession.open();
    const { code, stderr } = await session.run('apply', [], { env: { REDIS_PASSWORD: '', DCS_PASSWORD: '' } });
    expect(code).toBe(1);
    expect(stderr).toContain('error RUN_SECRETS_MISSING: These secrets of the plan have no value: redis');
    expect(stderr).toContain('DCS_PASSWORD');
  });

  test('4: an interrupted run says how to go on, and goes on', async () => {
    await using session = await SandboxSession.open();
    const io = session.io();
    io.stdout.onWrite = (text) => {
      if (showsCreate(text) && io.exits.length === 0) io.interrupt();
    };
    const stopped = await session.runWith(io, 'apply', ['--json']);
    expect(stopped.code).toBe(4);
    expect(JSON.parse(stopped.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      outcome: 'stopped',
      next_steps: [
        { command: 'waybill resume shop.yaml --var endpoint=http://sandbox', why: 'resume where it stopped' },
      ],
    });
    expect((await session.run('resume', ['--quiet'])).code).toBe(3);
    const created = session.sandbox.control.requests({ operation: 'CreateDataTasks' }).length;
    expect(created).toBe(2);
  });

  test('130: a second interrupt ends at once, and the state goes on', async () => {
    await using session = await SandboxSession.open();
    const io = session.io();
    io.stdout.onWrite = (text) => {
      if (!showsCreate(text) || io.exits.length > 0) return;
      io.interrupt();
      io.interrupt();
    };
    await session.runWith(io, 'apply', ['--json']);
    expect(io.exits[0]).toBe(130);
  });

  test('4: nothing starts when a person says no', async () => {
    await using session = await SandboxSession.open();
    const { code, stderr, io } = await session.run('apply', [], { answer: 'n' });
    expect(code).toBe(4);
    expect(io.questions).toEqual(['Start? [y/N] ']);
    expect(stderr).toContain('What moves');
    const { alicloud, huaweicloud } = session.sandbox.control.state();
    expect([...alicloud.tasks, ...huaweicloud.tasks]).toEqual([]);
    expect(readdirSync(session.folder)).toEqual(['shop.yaml']);
    expect((await session.run('apply', ['--auto-approve', '--quiet'], { answer: 'n' })).code).toBe(3);
  });

  test('5: failed units, grouped by cause', async () => {
    await using session = await SandboxSession.open();
    const refusal = {
      kind: 'status',
      status: 400,
      code: 'InvalidSink',
      message: 'the sink is frozen',
      when: 'before',
    } as const;
    session.sandbox.control.setFaults([{ operation: 'CreateDataTasks', fault: refusal }]);
    const { code, stdout } = await session.run('apply', ['--quiet']);
    expect(stdout).toBe(golden('failed.txt', stdout));
    expect(code).toBe(5);
    const { stdout: status } = await session.run('status');
    expect(status).toBe(golden('failed-status.txt', status));
    session.sandbox.control.setFaults([]);
    expect((await session.run('resume', ['--quiet'])).code).toBe(5);
    expect((await session.run('resume', ['--quiet', '--retry-failed'])).code).toBe(3);
  });

  test('5: credentials that are refused, with what the vendor said', async () => {
    await using session = await SandboxSession.open();
    const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-the-secret' };
    const { code, stdout } = await session.run('apply', ['--quiet'], { env });
    expect(stdout).toBe(golden('refused-credentials.txt', stdout));
    expect(code).toBe(5);
    const { stdout: status } = await session.run('status', [], { env });
    expect(status).toBe(golden('refused-credentials-status.txt', status));
    // One call found it out, and nothing was sent again.
    expect(session.sandbox.control.requests()).toHaveLength(1);
  });

  test('6: a plan whose done steps changed, until it is told to keep them', async () => {
    await using session = await SandboxSession.open();
    expect((await session.run('apply', ['--quiet'])).code).toBe(3);
    session.writePlan(EDITED_PLAN);
    const { code, stderr, stdout } = await session.run('apply', ['--quiet']);
    expect([code, stdout]).toEqual([6, '']);
    const status = (await session.run('status')).stdout;
    const plan = (await session.run('plan')).stdout;
    const told = `${stderr}\n${status}\n${plan}`;
    expect(told).toBe(golden('edited.txt', told));
    const refusal: unknown = JSON.parse((await session.run('apply', ['--json'])).stdout);
    expect(refusal).toMatchObject({
      kind: 'error',
      code: 'RUN_PLAN_CHANGED',
      edit: { redo_needed: ['orders[orders-2024].create'], new: 11 },
      next_steps: [{ command: expect.stringContaining('waybill resume') }, {}, {}],
    });
    const kept = await session.run('apply', ['--quiet', '--keep-changed']);
    expect(kept.code).toBe(3);
    expect(kept.stdout).not.toContain('--keep-changed');
    expect(kept.stdout).toContain("waybill redo shop.yaml 'orders[orders-2024]'");
    const after = (await session.run('status')).stdout;
    expect(after).toContain('Kept as it was done, although the plan is different now');
    expect(after).toContain('accepted     1 step     changed, and kept as done: orders[orders-2024].create');
    expect((await session.run('state show', ['orders[orders-2024].create'])).stdout).toMatch(/is accepted +true/);
    expect((await session.run('apply', ['--quiet'])).code).toBe(3);
    session.writePlan(EDITED_PLAN.replace('number_of_shards: "3"', 'number_of_shards: "4"'));
    expect((await session.run('apply', ['--quiet'])).code).toBe(6);
  });

  test('7: a state that someone else holds; status still reads it', async () => {
    await using session = await SandboxSession.open();
    const store = openSqliteStore({
      path: join(session.folder, '.waybill', 'shop.db'),
      plan: 'shop',
      random: systemRandom,
    });
    await using holder = store;
    await using _lease = await holder.acquire({ host: 'elsewhere', pid: 7, user: 'someone' });
    const { code, stderr } = await session.run('apply');
    expect(code).toBe(7);
    expect(stderr).toContain('process 7 of someone on elsewhere');
    expect((await session.run('status')).code).toBe(0);
  });
});

describe('options', () => {
  test.each([
    [['--max-runtime', 'soon'], '--max-runtime soon is not a duration.'],
    [['--max-failures', '0'], '--max-failures 0 is not a whole number of at least 1.'],
    [['--var', 'endpoint'], '--var endpoint is not of the form name=value.'],
  ])('%j is refused before anything is done', async (more, message) => {
    await using session = await SandboxSession.open();
    const { code, stderr } = await session.run('apply', more);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
    expect(readdirSync(session.folder)).toEqual(['shop.yaml']);
  });

  test('--state names another file, and the commands that are suggested name it too', async () => {
    await using session = await SandboxSession.open();
    const { stdout } = await session.run('apply', ['--quiet', '--state', 'my states/s.db']);
    expect(readdirSync(join(session.folder, 'my states'))).toContain('s.db');
    expect(stdout).toContain("waybill resume shop.yaml --state 'my states/s.db'");
  });
});

test('an output that fails on events ends no run, and is reported once with its end', async () => {
  await using session = await SandboxSession.open();
  const io = session.io();
  io.stdout.onWrite = (text) => {
    if (text.includes('"kind":"step.succeeded"')) throw new Error('no room');
  };
  const { code, stderr } = await session.runWith(io, 'apply', ['--json']);
  expect(code).toBe(3);
  expect(stderr.match(/warning: \d+ events could not be shown or logged \(.*no room/g)).toHaveLength(1);
});
