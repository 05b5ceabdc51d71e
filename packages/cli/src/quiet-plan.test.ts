import { afterEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

async function open(indices: Readonly<Record<string, object>>): Promise<void> {
  const plan = planOfTwoClusters(`  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: orders }
`);
  session = await SandboxSession.open(plan);
  const clusters = [
    { name: 'old', version: '7.10.2', security: null, indices },
    { name: 'new', version: '7.17.28', security: null },
  ];
  session.sandbox.control.setSettings({ elasticsearch: { clusters } });
}

test('plan --quiet says how much there is to do and what comes next, and nothing else', async () => {
  await open({ orders: { documents: TWENTY_DOCUMENTS } });
  const { code, stdout } = await session.run('plan', ['--quiet', '--out', 'shop.preview.json']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^shop.*\n.*preview .*\n.*1 to do; .*passed.*; about /);
  expect(stdout).toMatch(/\nNext\n {2}waybill apply shop.preview.json/);
  expect(stdout.split('\n').length).toBeLessThan(12);
});

test('plan --quiet names what blocks, with what to do', async () => {
  await open({});
  const { code, stdout } = await session.run('plan', ['--quiet']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/BLOCKING old .*orders.*hint: /s);
});

test.each([['--json'], ['--format', 'html']])(
  'plan --quiet refuses %s, which is the whole preview',
  async (...form) => {
    await open({ orders: { documents: TWENTY_DOCUMENTS } });
    const { code, stdout, stderr } = await session.run('plan', ['--quiet', ...form]);
    expect([code, stdout.includes('"units"')]).toEqual([1, false]);
    expect(`${stdout}${stderr}`).toContain('--quiet prints a summary as text');
  },
);

test.each([['--units'], ['--requests'], ['--concise']])(
  'plan --quiet refuses %s, which shows another part of the preview',
  async (option) => {
    await open({ orders: { documents: TWENTY_DOCUMENTS } });
    const { code, stdout, stderr } = await session.run('plan', ['--quiet', option]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`--quiet prints a summary as text, but ${option} is for the whole preview.`);
  },
);
