import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JSON_FORMAT } from './json-format.ts';
import { runCli } from './run-cli.ts';
import { FakeIo } from './testing/fake-io.ts';
import { golden } from './testing/golden.ts';
import { SHOP_PLAN } from './testing/sandbox-session.ts';
import { CLI_VERSION } from './version.ts';

async function run(...argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = new FakeIo();
  const code = await runCli(argv, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

describe('help', () => {
  test('the first page names the commands in the order of work', async () => {
    const { code, stdout } = await run('--help');
    expect(stdout).toBe(golden('help.txt', stdout));
    expect(code).toBe(0);
  });

  const commands = [
    'init',
    'validate',
    'fmt',
    'discover',
    'schema',
    'plan',
    'show',
    'comment',
    'graph',
    'apply',
    'resume',
    'status',
    'approve',
    'verify',
    'cutover',
    'rollback',
    'retry',
    'skip',
    'accept',
    'redo',
    'cancel',
    'force-unlock',
    'state',
    'orphans',
    'doctor',
    'rehearse',
    'sandbox',
    'completion',
    'version',
  ];
  test.each(commands)('%s explains itself with examples', async (command) => {
    const { code, stdout } = await run(command, '--help');
    expect(stdout).toBe(golden(`help-${command}.txt`, stdout));
    expect(stdout).toContain('Examples:');
    expect(code).toBe(0);
    expect(await run('help', command)).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('no line of any page is wider than the terminal', async () => {
    for (const command of ['', ...commands]) {
      const { stdout } = await run(...command.split(' ').filter(Boolean), '--help');
      const examples = stdout.indexOf('Examples:');
      for (const line of stdout.slice(0, examples === -1 ? undefined : examples).split('\n'))
        expect(line.length).toBeLessThanOrEqual(80);
    }
  });
});

describe('usage errors', () => {
  test.each([
    [['aply', 'x.yaml'], "unknown command 'aply'\n(Did you mean apply?)"],
    [['apply', 'x.yaml', '--retry-faild'], "unknown option '--retry-faild'\n(Did you mean --retry-failed?)"],
    [['plan'], "missing required argument 'plan'"],
    [['graph', 'x.yaml', '--format', 'svg'], 'Allowed choices are mermaid, dot'],
    [['graph', 'x.yaml', '--format', 'mermiad'], 'Allowed choices are mermaid, dot.\n(Did you mean mermaid?)'],
    [['plan', 'x.yaml', '--format', 'markdwon'], '(Did you mean markdown?)'],
    [['apply', 'x.yaml', '--log-level', 'wran'], '(Did you mean warn?)'],
    [['completion', 'fihs'], '(Did you mean fish?)'],
    [['state', 'lst', 'x.yaml'], "unknown command 'lst'\n(Did you mean list?)"],
    [['state', 'list', 'x.yaml', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    [['help', 'aply'], "unknown command 'aply'\n(Did you mean apply?)"],
  ])('%j is refused with a hint', async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([1, '']);
  });

  test('a plan that cannot be read is an error without a stack', async () => {
    expect(await run('validate', 'no-such-plan.yaml')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error CLI_FILE_UNREADABLE: no-such-plan.yaml cannot be read: there is no such file.\n' +
        'hint: Check the path; it starts from the current directory.\n',
    });
  });

  test('with --json the error is an object too', async () => {
    const { stdout } = await run('status', 'no-such-plan.yaml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      format_version: JSON_FORMAT,
      kind: 'error',
      code: 'CLI_FILE_UNREADABLE',
    });
  });

  test('a stack is printed with --debug only', async () => {
    expect((await run('validate', 'no-such-plan.yaml', '--debug')).stderr).toContain('    at ');
  });
});

describe('what programs are told about a mistake', () => {
  const EXAMPLE = join(import.meta.dirname, '..', '..', '..', 'plans', 'online-migration.yaml');

  test.each([
    [['plan', '--json'], 'CLI_USAGE', 'waybill help plan'],
    [['aply', 'x.yaml', '--json'], 'CLI_USAGE', 'waybill help'],
    [['state', 'lst', 'x.yaml', '--json'], 'CLI_USAGE', 'waybill help state'],
    [['status', 'no-such.yaml', '--json'], 'CLI_FILE_UNREADABLE', undefined],
    [['resume', EXAMPLE, '--json', '--state', 's.db'], 'CLI_STATE_MISSING', `waybill apply ${EXAMPLE} --state s.db`],
    [['plan', EXAMPLE, '--json', '--target', 'sesions'], 'RUN_SELECTION_EMPTY', `waybill plan ${EXAMPLE} --units`],
  ])('%j', async (argv, code, command) => {
    const { stdout } = await run(...argv);
    const told: unknown = JSON.parse(stdout);
    const next = command === undefined ? [] : [{ command, why: expect.any(String) }];
    expect(told).toMatchObject({ format_version: JSON_FORMAT, kind: 'error', code, next_steps: next });
  });

  test('a choice that was probably meant is the hint', async () => {
    const { stdout } = await run('plan', 'x.yaml', '--json', '--format', 'markdwon');
    expect(JSON.parse(stdout)).toMatchObject({ code: 'CLI_USAGE', hint: 'Did you mean markdown?' });
  });

  test.each([
    [['version'], 'waybill doctor'],
    [['schema'], 'waybill schema editor > waybill.schema.json'],
    [['validate', EXAMPLE], `waybill plan ${EXAMPLE}`],
    [['rehearse', EXAMPLE], `waybill rehearse ${EXAMPLE} --crash`],
    [['fmt', EXAMPLE], undefined],
  ])('%j --json says what to do next', async (argv, command) => {
    const { next_steps: next } = JSON.parse((await run(...argv, '--json')).stdout) as {
      next_steps: { command: string }[];
    };
    expect(next[0]?.command).toBe(command);
  });
});

describe('faults outside', () => {
  test('what the operating system refuses is no fault of Waybill', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-system-'));
    writeFileSync(join(folder, 'plan.yaml'), SHOP_PLAN);
    writeFileSync(join(folder, 'file'), '');
    const io = new FakeIo({ cwd: folder });
    const code = await runCli(
      ['apply', 'plan.yaml', '--auto-approve', '--var', 'endpoint=http://127.0.0.1:9', '--log-file', 'file/run.log'],
      io,
    );
    rmSync(folder, { recursive: true });
    expect(io.stderr.text).toMatch(/^error SYSTEM_ERROR: E(NOTDIR|EXIST)/);
    expect(code).toBe(1);
  });
});

describe('version', () => {
  test('is that of the package', async () => {
    const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ version: CLI_VERSION });
    expect(await run('version')).toEqual({ code: 0, stdout: `waybill ${CLI_VERSION}\n`, stderr: '' });
    expect((await run('--version')).stdout).toBe(`waybill ${CLI_VERSION}\n`);
  });

  test('--json names every part', async () => {
    expect(JSON.parse((await run('version', '--json')).stdout)).toMatchObject({
      kind: 'version',
      waybill: CLI_VERSION,
      providers: { 'alicloud-elasticsearch': expect.any(String), 'huaweicloud-dcs': expect.any(String) },
    });
  });
});

describe('schema', () => {
  test('lists every schema by name', async () => {
    const { code, stdout } = await run('schema');
    expect(stdout).toBe(golden('schema.txt', stdout));
    expect(code).toBe(0);
  });

  test('prints any schema of the list as JSON', async () => {
    const { schemas } = JSON.parse((await run('schema', '--json')).stdout) as { schemas: { name: string }[] };
    expect(schemas.length).toBeGreaterThan(20);
    for (const { name } of schemas) expect(JSON.parse((await run('schema', name)).stdout)).toBeTypeOf('object');
  });

  test('prints the schemas of the output as they are published, with those that they refer to', async () => {
    const published = (name: string) =>
      JSON.parse(
        readFileSync(join(import.meta.dirname, '..', '..', '..', 'schemas', 'output', `${name}.schema.json`), 'utf8'),
      );
    expect(JSON.parse((await run('schema', 'output/status')).stdout)).toEqual(published('status'));
    const events = published('events');
    expect(JSON.parse((await run('schema', 'output/events')).stdout)).toEqual({
      ...events,
      $defs: { ...events.$defs, 'status.schema.json': published('status') },
    });
  });

  test('suggests a name that is near', async () => {
    const { code, stderr } = await run('schema', 'huaweicloud-dcs/SetOnlineMigrationTsk');
    expect(stderr).toContain('hint: Did you mean huaweicloud-dcs/SetOnlineMigrationTask?');
    expect(code).toBe(1);
  });
});
