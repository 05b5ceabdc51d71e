import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from '../../testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from '../../testing/two-clusters.ts';

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
  expect(stdout.replace(/\s+/g, ' ')).toContain('once what blocks is fixed');
  const unsaved = await session.run('plan', ['--no-estimate'], { env });
  expect(unsaved.stdout).not.toContain('waybill apply');
});

test('an apply that nothing of the plan would get through is not proposed', async () => {
  await using session = await SandboxSession.open(
    planOfTwoClusters(`  orders:
    uses: new.reindex
    for_each: [orders, missing]
    with:
      source: { connection: old, index: "\${{ each.key }}" }
      dest: { index: "\${{ each.key }}" }
`),
  );
  const clusters = [
    { name: 'old', version: '7.10.2', security: null, indices: { orders: { documents: TWENTY_DOCUMENTS } } },
    { name: 'new', version: '7.17.28', security: null },
  ];
  session.sandbox.control.setSettings({ elasticsearch: { clusters } });
  const nextOf = async (target: string) =>
    JSON.parse((await session.run('plan', ['--json', '--no-estimate', '--target', target])).stdout).next_steps;
  expect(await nextOf('orders')).toMatchObject([
    { command: expect.stringMatching(/^waybill apply /), why: expect.stringContaining('carry out the rest') },
  ]);
  expect(await nextOf('orders[missing]')).toMatchObject([
    { command: expect.stringMatching(/^waybill plan /), why: 'once what blocks is fixed' },
  ]);
});
