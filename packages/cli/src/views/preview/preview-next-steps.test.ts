import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from '../../testing/sandbox-session.ts';

test('a secret file that cannot be read is one finding, in the words of apply, and apply is not proposed', async () => {
  const plan = SHOP_PLAN.replace('redis: { env: REDIS_PASSWORD }', 'redis: { file: /dev/zero }');
  await using session = await SandboxSession.open(plan);
  const { stdout } = await session.run('plan', ['--json', '--no-estimate']);
  const { checks, warnings, next_steps: next } = JSON.parse(stdout);
  const applied = await session.run('apply', ['--quiet']);
  const said = /The (secret file \/dev\/zero .*)/.exec(applied.stderr)?.[1] ?? 'none';
  const blocking = checks.findings.filter(({ verdict }: { verdict: string }) => verdict === 'blocking');
  expect(blocking).toMatchObject([{ detail: `Secret redis has no value: the ${said}` }]);
  expect(warnings.map(({ code }: { code: string }) => code)).not.toContain('PREVIEW_SECRET_SUSPICIOUS');
  expect(next).toMatchObject([{ command: expect.stringMatching(/^waybill plan /) }]);
});

test('a secret that is not there blocks alike, and a saved preview says what has to be mended first', async () => {
  await using session = await SandboxSession.open();
  const env = { REDIS_PASSWORD: '' };
  const { stdout } = await session.run('plan', ['--no-estimate', '--out', 'shop.preview.json'], { env });
  expect(stdout.replace(/\s+/g, ' ')).toContain('env:REDIS_PASSWORD was not found');
  expect(stdout.replace(/\s+/g, ' ')).toContain('once what blocks is mended');
  const unsaved = await session.run('plan', ['--no-estimate'], { env });
  expect(unsaved.stdout).not.toContain('waybill apply');
});
