import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../doctor/finding.ts';
import { FakeIo, type FakeIoOptions } from '../testing/fake-io.ts';
import { golden } from '../testing/golden.ts';
import { SandboxSession, SECRETS } from '../testing/sandbox-session.ts';
import { doctorReport, type JsonDoctor, renderDoctor } from '../views/text/doctor-report.ts';
import { createStyle } from '../views/text/style.ts';

interface Examined extends JsonDoctor {
  readonly code: number;
  readonly text: string;
}

async function examine(
  session: SandboxSession,
  more: readonly string[] = [],
  options: FakeIoOptions = {},
): Promise<Examined> {
  const { code, stdout, stderr } = await session.run('doctor', ['--json', ...more], options);
  expect(stderr).toBe('');
  return { ...(JSON.parse(stdout) as JsonDoctor), code, text: stdout };
}

/** Findings that are not fine, without what depends on the machine that the test runs on. */
function troubles({ findings }: JsonDoctor): readonly string[] {
  return findings
    .filter(({ level, subject }) => level !== 'ok' && subject !== 'File system' && subject !== 'Disk')
    .map(({ level, area, subject }) => `${level} ${area} ${subject}`);
}

function detailOf({ findings }: JsonDoctor, subject: string): string | undefined {
  return findings.find((finding) => finding.subject === subject)?.detail;
}

const statePath = (session: SandboxSession): string => join(session.folder, '.waybill', 'shop.db');

function changeState(session: SandboxSession, sql: string): void {
  const database = new DatabaseSync(statePath(session));
  database.exec(sql);
  database.close();
}

describe('a plan that is ready', () => {
  test('before and after it was applied, everything is fine, and the APIs take the credentials', async () => {
    await using session = await SandboxSession.open();
    const before = await examine(session);
    expect([before.code, before.is_healthy, troubles(before)]).toEqual([0, true, []]);
    expect(detailOf(before, 'search')).toMatch(
      /^ALIBABA_CLOUD_ACCESS_KEY_ID and .* in the environment; ListDataTasks was/,
    );
    expect(detailOf(before, 'cache')).toMatch(/^HUAWEICLOUD_SDK_AK and .*; ListMigrationTask was answered$/);
    expect(detailOf(before, 'State')).toBe(
      'none at .waybill/shop.db: the plan was never applied here, or its state was moved or deleted',
    );
    expect(before.next_steps[0]?.command).toMatch(/^waybill plan shop\.yaml/);
    await session.run('apply', ['--quiet']);
    const after = await examine(session);
    expect([after.code, troubles(after)]).toEqual([0, []]);
    expect(detailOf(after, 'Journal')).toMatch(
      /^\.waybill\/shop\.db: \d+ records, none missing; all of them are consistent$/,
    );
    expect(detailOf(after, 'Run')).toBe('the last one ended: gated');
  });

  test('the same check is proposed again, with the commands that it was allowed', () => {
    const [failed] = FINDINGS.filter(({ level }) => level === 'error');
    const commandOf = (flags: { readonly allowSecretCommands?: boolean }): string | undefined =>
      doctorReport(failed === undefined ? [] : [failed], { file: 'shop.yaml', flags }).next_steps.at(-1)?.command;
    expect([commandOf({}), commandOf({ allowSecretCommands: true })]).toEqual([
      'waybill doctor shop.yaml',
      'waybill doctor shop.yaml --allow-secret-commands',
    ]);
  });

  test('without a plan, only the machine is looked at', async () => {
    const io = new FakeIo({ cwd: import.meta.dirname });
    const report = doctorReport([], { flags: {} });
    expect(report).toMatchObject({ is_healthy: true, next_steps: [{ command: 'waybill init' }, {}] });
    const { runCli } = await import('../run-cli.ts');
    expect(await runCli(['doctor'], io)).toBe(0);
    expect(io.stdout.text).toContain('This machine');
    expect(io.stdout.text).not.toContain('Secrets');
  });

  test('--offline asks no API', async () => {
    await using session = await SandboxSession.open();
    const report = await examine(session, ['--offline']);
    expect(session.sandbox.control.requests()).toEqual([]);
    expect(detailOf(report, 'cache')).toMatch(/not tried, because of --offline$/);
  });
});

describe('what is wrong is told, with a way to put it right', () => {
  test('secrets and credentials that are not there', async () => {
    await using session = await SandboxSession.open();
    const report = await examine(session, [], { env: { REDIS_PASSWORD: '', HUAWEICLOUD_SDK_SK: '' } });
    expect([report.code, troubles(report)]).toEqual([1, ['error secrets redis', 'error credentials cache']]);
    expect(detailOf(report, 'redis')).toBe('environment variable REDIS_PASSWORD is empty');
    expect(detailOf(report, 'cache')).toContain('HUAWEICLOUD_SDK_AK is set but HUAWEICLOUD_SDK_SK is not');
    expect(report.next_steps[0]?.command).toMatch(/^waybill doctor shop\.yaml/);
  });

  test('credentials that are refused, and an API that cannot be reached', async () => {
    await using session = await SandboxSession.open();
    const refused = await examine(session, [], { env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'canary-wrong-key' } });
    expect(troubles(refused)).toEqual(['error credentials search']);
    expect(detailOf(refused, 'search')).toContain('; refused: ');
    expect(refused.text).not.toContain('canary-wrong-key');
    await session.sandbox.close();
    expect(detailOf(await examine(session), 'cache')).toContain('cannot be reached');
  });

  test('a state that others can read, that git would take, or that is not whole', async () => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    chmodSync(statePath(session), 0o644);
    spawnSync('git', ['init', '--quiet', session.folder]);
    const open = await examine(session, ['--offline']);
    expect(troubles(open)).toEqual(['warning state Permissions', 'warning state Repository']);
    expect(open.next_steps[0]).toEqual({ command: 'chmod 600 .waybill/shop.db*', why: expect.any(String) });
    writeFileSync(join(session.folder, '.gitignore'), '.waybill/\n');
    chmodSync(statePath(session), 0o600);
    expect(troubles(await examine(session, ['--offline']))).toEqual([]);
    changeState(session, 'DELETE FROM journal WHERE seq = 7');
    const gap = await examine(session, ['--offline']);
    expect([gap.code, troubles(gap), detailOf(gap, 'Journal')]).toEqual([
      1,
      ['error state Journal'],
      expect.stringMatching(
        /^.waybill\/shop.db cannot be used: it is damaged from record [67] on: a record is missing/,
      ),
    ]);
    writeFileSync(statePath(session), 'no database');
    expect(detailOf(await examine(session, ['--offline']), 'Journal')).toContain('cannot be used');
  });

  test('a run that goes on, was cut off, or is on another host', async () => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    // As if the process had died before its last commit.
    changeState(
      session,
      `DELETE FROM journal WHERE kind = 'run.ended';
      UPDATE state SET last_seq = (SELECT max(seq) FROM journal), chain = (SELECT chain FROM journal ORDER BY seq DESC)`,
    );
    const options = { offline: ['--offline'] };
    const alive = await examine(session, options.offline, { livePids: [100] });
    expect(detailOf(alive, 'Run')).toBe('in progress: process 100 of tester on host-1');
    const gone = await examine(session, options.offline);
    expect([troubles(gone), gone.next_steps[0]?.command]).toEqual([
      ['warning state Run'],
      expect.stringMatching(/^waybill resume shop\.yaml/),
    ]);
    const elsewhere = await examine(session, options.offline, { host: 'host-2' });
    expect(detailOf(elsewhere, 'Run')).toContain('cannot be determined from here');
  });
});

describe('--scan', () => {
  test('finds every value that a run directory must not hold, and shows none', async () => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--log-file', 'run.log', '--log-level', 'debug']);
    const clean = await examine(session, ['--offline', '--scan', '.']);
    expect(clean.findings.at(-1)).toMatchObject({ area: 'scan', level: 'ok' });
    mkdirSync(join(session.folder, 'logs'));
    writeFileSync(join(session.folder, 'logs', 'debug.txt'), `password=${SECRETS['REDIS_PASSWORD']}`);
    const key = session.sandbox.credentials.alicloud.accessKeySecret;
    writeFileSync(join(session.folder, 'dump'), Buffer.from(`x${key}`).toString('base64'));
    const found = await examine(session, ['--offline', '--scan', '.']);
    expect(found.code).toBe(1);
    expect(found.findings.filter(({ area }) => area === 'scan')).toMatchObject([
      { level: 'error', file: 'dump', byte_offset: 2 },
      { level: 'error', file: 'logs/debug.txt', byte_offset: 9 },
    ]);
    for (const secret of [...Object.values(SECRETS), key]) expect(found.text).not.toContain(secret);
  });

  test('needs a plan, and a directory', async () => {
    await using session = await SandboxSession.open();
    const { code, stderr } = await session.run('doctor', ['--scan', 'nowhere']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--scan nowhere is not a directory')]);
    const { runCli } = await import('../run-cli.ts');
    const io = new FakeIo({ cwd: session.folder });
    expect(await runCli(['doctor', '--scan', '.'], io)).toBe(1);
    expect(io.stderr.text).toContain('none was named');
  });
});

const FINDINGS: readonly Finding[] = [
  { area: 'environment', level: 'ok', subject: 'Node', detail: 'version 24.21.0' },
  { area: 'secrets', level: 'ok', subject: 'es_source', detail: 'environment variable ES_SOURCE_PASSWORD has a value' },
  {
    area: 'secrets',
    level: 'error',
    subject: 'es_sink',
    detail: 'environment variable ES_SINK_PASSWORD is not set',
    fix: 'Set ES_SINK_PASSWORD.',
  },
  {
    area: 'state',
    level: 'warning',
    subject: 'Run',
    detail: 'the last one was cut off: process 4711 of deploy on runner-7 is gone',
    fix: 'Resume it; nothing needs repair.',
    command: 'waybill resume shop.yaml',
  },
];

test('how it looks', () => {
  const style = createStyle(new FakeIo().stdout, { LANG: 'C.UTF-8' }, {});
  const text = `${renderDoctor(doctorReport(FINDINGS, { file: 'shop.yaml', flags: {} }), style)}\n`;
  expect(text).toBe(golden('doctor.txt', text));
});
