import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

const MOVED_PLAN = SHOP_PLAN.replace('region: eu-de', 'region: eu-nl');
const PROJECT = /^ {4}project_id: (\w+)\n/m;

test('a region that changed amid a run is shown and asked for, and then not asked for again', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  session.writePlan(MOVED_PLAN);
  const sent = session.sandbox.control.requests().length;
  const refused = await session.run('resume', ['--quiet']);
  expect(refused.code).toBe(6);
  expect(refused.stderr).toContain('region of cache was eu-de and is eu-nl');
  expect(JSON.parse((await session.run('resume', ['--json'])).stdout)).toMatchObject({
    code: 'RUN_PLAN_CHANGED',
    moved: expect.arrayContaining([{ provider: 'cache', what: 'region', before: 'eu-de', after: 'eu-nl' }]),
    next_steps: [
      { command: expect.stringContaining('resume') },
      { command: expect.stringContaining('--keep-changed') },
    ],
  });
  expect(session.sandbox.control.requests()).toHaveLength(sent);
  const status = await session.run('status');
  const shown = status.stdout.replace(/\s+/g, ' ');
  expect(shown).toContain('Steps were done or begun elsewhere');
  expect(shown).toContain('region of cache was eu-de and is eu-nl');
  expect(status.stdout).toContain('waybill resume shop.yaml --keep-changed');
  expect(JSON.parse((await session.run('status', ['--json'])).stdout)).toMatchObject({
    moved: expect.arrayContaining([{ provider: 'cache', what: 'region', before: 'eu-de', after: 'eu-nl' }]),
  });
  const { stdout } = await session.run('plan', ['--offline', '--no-estimate']);
  expect(stdout).toContain('cache leads elsewhere than in the last run');
  expect(stdout).toContain('region was eu-de and is eu-nl');
  expect((await session.run('resume', ['--quiet', '--keep-changed'])).code).toBe(3);
  expect((await session.run('resume', ['--quiet'])).code).toBe(3);
});

test('a project that only the environment names is compared before the first effect', async () => {
  const project = PROJECT.exec(SHOP_PLAN)?.[1] ?? '';
  await using session = await SandboxSession.open(SHOP_PLAN.replace(PROJECT, ''));
  const env = { HUAWEICLOUD_SDK_PROJECT_ID: project };
  expect((await session.run('apply', ['--quiet'], { env })).code).toBe(3);
  const sent = session.sandbox.control.requests().length;
  const other = { HUAWEICLOUD_SDK_PROJECT_ID: project.replace(/^./, '0') };
  const { code, stderr } = await session.run('resume', ['--quiet'], { env: other });
  expect([code, stderr]).toEqual([6, expect.stringMatching(/project_id of cache was 666\w+ and is 066/)]);
  expect(session.sandbox.control.requests()).toHaveLength(sent);
});

test('an address of IAM that changed amid a run is asked for before any credentials go there', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  const sent = session.sandbox.control.requests().length;
  const moved = 'iam_endpoint of cache was https://iam.eu-de.myhuaweicloud.com and is https://iam.example';
  session.writePlan(SHOP_PLAN.replace('region: eu-de', 'region: eu-de\n    iam_endpoint: https://iam.example'));
  const refused = await session.run('resume', ['--quiet']);
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining(moved)]);
  expect(refused.stderr).not.toContain('region of cache');
  expect((await session.run('status')).stdout.replace(/\s+/g, ' ')).toContain(moved);
  expect(session.sandbox.control.requests()).toHaveLength(sent);
  expect((await session.run('resume', ['--quiet', '--keep-changed'])).code).toBe(3);
  // And back again: what the entry leaves to the vendor is an address too.
  session.writePlan(SHOP_PLAN);
  expect((await session.run('resume', ['--quiet'])).stderr).toContain('iam_endpoint of cache was https://iam.example');
});

test('a saved preview whose connection moved is refused and says what moved', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('plan', ['--out', 'shop.preview.json', '--no-estimate'])).code).toBe(0);
  expect(readFileSync(join(session.folder, 'shop.preview.json'), 'utf8')).toContain('"region":"eu-de"');
  session.writePlan(MOVED_PLAN);
  const { code, stderr } = await session.run('plan', ['--check', 'shop.preview.json']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('region of cache was eu-de and is eu-nl');
});

test('an endpoint that a variable moved is given back by the first command proposed, and a finished plan proposes none', async () => {
  const plan = SHOP_PLAN.replace('inputs:\n', 'inputs:\n  iam: { default: "https://iam.one.example" }\n').replace(
    'region: eu-de',
    'region: eu-de\n    iam_endpoint: ${{ inputs.iam }}',
  );
  await using session = await SandboxSession.open(plan);
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  const other = ['--var', 'iam=https://iam.two.example'];
  const refused = await session.run('resume', [...other, '--json']);
  expect(refused.code).toBe(6);
  const [first] = JSON.parse(refused.stdout).next_steps;
  expect(first.command).toContain('--var iam=https://iam.one.example');
  expect(first.command).not.toContain('iam.two');
  expect((await session.run('resume', ['--quiet', '--var', 'iam=https://iam.one.example'])).code).toBe(3);
  expect((await session.run('approve', ['sessions', '--auto-approve'])).code).toBe(0);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  expect(JSON.parse((await session.run('status', [...other, '--json'])).stdout).next_steps).toEqual([]);
});
