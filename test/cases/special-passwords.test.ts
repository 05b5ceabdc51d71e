import { afterAll, describe, expect, test } from 'vitest';
import { CliFolder } from './support/cli-folder.ts';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

/** Nothing is asked: there are no credentials. */
const plan = (source: string): string => `version: 1
name: sessions
secrets: { target: ${source} }
providers:
  cache: { type: huaweicloud-dcs, region: eu-de, endpoint: "http://127.0.0.1:1", project_id: 666486c2d9b948c1bbea57e714d744fa }
migrations:
  sessions:
    uses: cache.online-migration
    with:
      name: sessions
      vpc_id: a1
      subnet_id: a2
      security_group_id: a3
      migration_method: full_amount_migration
      source_instance: { addrs: "10.0.0.1:6379" }
      target_instance: { id: cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd, password: "\${{ secrets.target }}" }
`;

interface Asked {
  /** Level and detail of doctor's finding. */
  readonly doctor: string;
  /** What the preview says against secrets: its warnings, and the findings that block. */
  readonly preview: string;
}

async function ask(source: string, env: Readonly<Record<string, string>> = {}): Promise<Asked> {
  folder.write('plan.yaml', plan(source));
  const options = { env };
  const doctor = await folder.run(['doctor', 'plan.yaml', '--offline', '--json'], options);
  const preview = await folder.run(['plan', 'plan.yaml', '--json', '--no-estimate'], options);
  const { findings } = JSON.parse(doctor.stdout) as { findings: { area: string; level: string; detail: string }[] };
  const { warnings, checks } = JSON.parse(preview.stdout) as {
    warnings: { code: string; detail: string }[];
    checks: { findings: { check: string; verdict: string; detail: string }[] };
  };
  const blocking = checks.findings.filter(
    ({ check, verdict }) => check === 'secret-resolves' && verdict === 'blocking',
  );
  const found = findings.find(({ area }) => area === 'secrets');
  return {
    doctor: `${found?.level}: ${found?.detail}`,
    preview: [...warnings.filter(({ code }) => code === 'PREVIEW_SECRET_SUSPICIOUS'), ...blocking]
      .map(({ detail }) => detail)
      .join(),
  };
}

describe('a secret file', () => {
  test.each([
    ['plain', 'pw-plain'],
    ['with one line end', 'pw-plain\n'],
    ['with a Windows line end', 'pw-plain\r\n'],
    ['with letters of any script', 'пароль密码🔑\n'],
    ['with every mark', 'p#w$x@y:z%41&+= /\\"\'`!'],
  ])('%s is fine', async (_how, content) => {
    folder.write('pw', content);
    const { doctor, preview } = await ask('{ file: pw }');
    expect(doctor).toMatch(/^(ok: file pw has a value|warning: file pw has a value, but others on this machine)/);
    expect(preview).toBe('');
  });

  test.each([
    ['with two line ends', 'pw-plain\n\n', 'ends in a line break after the one that is removed'],
    ['with a byte order mark', '\ufeffpw-plain\r\n', 'begins with a byte order mark'],
    ['with a blank at its end', 'pw-plain \n', 'ends in white space'],
    ['with a blank before it', ' pw-plain', 'begins with white space'],
    ['with a zero-width space', 'pw\u200bplain', 'holds the invisible character U+200B'],
  ])('%s is a warning of doctor and of the preview', async (_how, content, words) => {
    folder.write('pw', content);
    const { doctor, preview } = await ask('{ file: pw }');
    expect(doctor).toMatch(/^warning: /);
    expect(doctor).toContain(words);
    expect(preview).toContain(words);
    expect(doctor + preview).not.toContain('plain');
  });

  test.each([
    ['in Latin-1', Buffer.from('päss-word\n', 'latin1'), 'is not UTF-8: byte 2'],
    ['in UTF-16', Buffer.from('\ufeffpäss-word\n', 'utf16le'), 'is in UTF-16'],
  ])('%s is refused by all three', async (_how, content, words) => {
    folder.write('pw', content);
    const { doctor, preview } = await ask('{ file: pw }');
    expect(doctor).toMatch(/^error: file pw /);
    expect(doctor).toContain(words);
    expect(preview).toContain(words);
    const applied = await folder.run(['apply', 'plan.yaml', '--auto-approve']);
    expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining('RUN_SECRET_UNREADABLE') });
    expect(applied.stderr).not.toContain('ss-word');
  });

  test.skipIf(process.platform === 'win32')('that never ends is refused by all three', async () => {
    const { doctor, preview } = await ask('{ file: /dev/zero }');
    expect(doctor).toContain('error: file /dev/zero is a device');
    expect(preview).toContain('is a device');
  });
});

test.each([
  ['pw-plain', 'ok', ''],
  [' lead and trail ', 'warning', 'ends in white space'],
  ['pw-plain\n', 'warning', 'ends in a line break'],
])('the variable %j is %s', async (value, level, words) => {
  const { doctor, preview } = await ask('{ env: PW }', { PW: value });
  expect(doctor).toMatch(new RegExp(`^${level}: `));
  expect(doctor + preview).toContain(words);
});
