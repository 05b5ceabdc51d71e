import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readyLine, startSandbox } from '@waybill/sandbox';
import { expect, it } from 'vitest';
import { applyFor, type Tenant } from '../../examples/embed/in-a-service.ts';
import { QUICK } from '../../packages/cli/src/testing/sandbox-session.ts';
import { createFolder, type ProcessEnd, StartedProcess } from '../e2e/support/processes.ts';
import { ROOT, SECRETS } from '../e2e/support/sandboxed.ts';

const EXAMPLE = join(ROOT, 'examples', 'embed');

it('moves the shop, and has nothing left to do when it is started again', async () => {
  await using sandbox = await startSandbox({ seed: 2, durations: QUICK });
  const { env } = JSON.parse(readyLine(sandbox));
  // The state is next to the plan.
  const cwd = createFolder();
  const plan = join(cwd, 'shop.yaml');
  copyFileSync(join(EXAMPLE, 'shop.yaml'), plan);
  const start = (): Promise<ProcessEnd> => {
    const args = [join(EXAMPLE, 'move-shop.ts'), plan, sandbox.url];
    return new StartedProcess(process.execPath, args, { cwd, env: { ...SECRETS, ...env } }).ended;
  };

  const first = await start();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const lines = first.stdout.trim().split('\n');
  expect(lines[0]).toBe('3 units, 5 calls with an effect');
  expect(lines.filter((line) => line.endsWith(' is done')).toSorted()).toEqual([
    'orders[orders-2024] is done',
    'orders[orders-2025] is done',
    'sessions is done',
  ]);
  expect(lines.filter((line) => line.startsWith('approved: '))).toHaveLength(1);
  expect(lines.at(-1)).toBe('succeeded');

  const again = await start();
  expect(again.stdout.trim().split('\n').toSorted()).toEqual(
    lines.filter((line) => !line.startsWith('approved: ')).toSorted(),
  );
  const { alicloud, huaweicloud } = sandbox.control.state();
  expect(Object.values({ ...alicloud.created, ...huaweicloud.created })).toEqual([1, 1, 1]);
});

it('says why units were not moved, also when no step failed', async () => {
  await using sandbox = await startSandbox({ seed: 2, durations: QUICK });
  const { env } = JSON.parse(readyLine(sandbox));
  const ends: ProcessEnd[] = [];
  // The second folder has no state: what the first one made is of another state.
  for (const cwd of [createFolder(), createFolder()]) {
    const plan = join(cwd, 'shop.yaml');
    copyFileSync(join(EXAMPLE, 'shop.yaml'), plan);
    const args = [join(EXAMPLE, 'move-shop.ts'), plan, sandbox.url];
    ends.push(await new StartedProcess(process.execPath, args, { cwd, env: { ...SECRETS, ...env } }).ended);
  }
  expect(ends.map(({ code }) => code)).toEqual([0, 1]);
  const lines = ends[1]?.stdout.trim().split('\n') ?? [];
  expect(lines.filter((line) => line.startsWith('orders[orders-202')).toSorted()).toEqual([
    expect.stringMatching(
      /^orders\[orders-2024\]: Data task .* This state has no record of the call that created it: another state/,
    ),
    expect.stringMatching(
      /^orders\[orders-2025\]: Data task .* This state has no record of the call that created it: another state/,
    ),
  ]);
  expect(lines.at(-1)).toBe('failed');
});

it('runs a tenant of a service with the credentials and secrets of that tenant alone', async () => {
  await using sandbox = await startSandbox({ seed: 2, durations: QUICK });
  const { env: credentials } = JSON.parse(readyLine(sandbox));
  const text = readFileSync(join(EXAMPLE, 'shop.yaml'), 'utf8');
  const tenant: Tenant = {
    name: 'shop',
    planText: text.replace("vendors' APIs }", `vendors' APIs, default: "${sandbox.url}" }`),
    statePath: join(createFolder(), 'shop.db'),
    credentials,
    secrets: new Map(Object.entries(SECRETS)),
  };
  const { signal } = new AbortController();

  const [ended, second] = await Promise.all([applyFor(tenant, signal), applyFor(tenant, signal)]);
  expect(ended).toMatchObject({ kind: 'ended', result: { outcome: 'gated' } });
  expect(ended.kind === 'ended' && ended.requestCount).toBe(sandbox.control.metrics().totalRequests);
  expect(second).toMatchObject({ kind: 'busy', owner: { pid: process.pid } });

  expect(await applyFor({ ...tenant, planText: text }, signal)).toMatchObject({
    kind: 'invalid',
    diagnostics: [{ code: 'PLAN_INPUT_MISSING', file: 'shop.yaml' }],
  });
  const elsewhere = { ...tenant, statePath: join(createFolder(), 'shop.db'), secrets: new Map() };
  await expect(applyFor(elsewhere, signal)).rejects.toMatchObject({ code: 'RUN_SECRETS_MISSING' });
});
