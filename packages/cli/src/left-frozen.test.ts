import { defined } from '@waybill/core';
import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { openTwoClusters, planOfTwoClusters } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const UNIT = `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: bulk }
    catch_up: true
    cutover: { mode: clients, gate: false }
`;
const OTHER = `  others:
    uses: new.reindex
    with: { source: { connection: old, index: others }, dest: { index: others }, method: bulk }
`;

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const send = async (method: string, path: string, body?: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const url = `${session.sandbox.url}/clusters${path}`;
  await fetch(url, { method, headers, ...defined({ body: body === undefined ? undefined : JSON.stringify(body) }) });
};

const flat = (text: string): string => text.replace(/\s+/g, ' ');

/** Its source is frozen, and it waits for its clients. */
async function openFrozen(unit: string = UNIT): Promise<void> {
  session = await openTwoClusters(unit);
  await send('PUT', '/old/others');
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
}

const HOLD = [{ step: 'orders.freeze', lift: expect.stringContaining('PUT /orders/_settings') }];
const holds = async (): Promise<JsonStatus['holds']> =>
  (JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus).holds;

test.each([
  ['renamed', UNIT.replace('orders:', 'baskets:')],
  ['removed', OTHER],
] as const)(
  'a freeze of a unit that was %s stays first in status, whatever is done with the plan',
  async (_how, unit) => {
    await openFrozen();
    session.writePlan(planOfTwoClusters(unit));
    expect(await holds()).toMatchObject(HOLD);
    const text = (await session.run('status')).stdout;
    expect(text.indexOf('writes to the index orders are refused')).toBeLessThan(text.indexOf('state:'));
    const applied = await session.run('apply', ['--auto-approve']);
    expect(flat(applied.stdout)).toContain('To lift it by hand: PUT /orders/_settings');
    expect(await holds()).toMatchObject(HOLD);
    session.writePlan(planOfTwoClusters(UNIT));
    expect((await session.run('rollback', ['--target', 'orders', '--reason', 'CHG-1', '--auto-approve'])).code).toBe(0);
    session.writePlan(planOfTwoClusters(unit));
    expect(await holds()).toBeUndefined();
  },
);

test('a freeze of one that has succeeded, and was removed then, is what it was for', async () => {
  await openFrozen();
  expect((await session.run('cutover', ['--auto-approve'])).code).toBe(0);
  session.writePlan(planOfTwoClusters(OTHER));
  expect(await holds()).toBeUndefined();
});

test('a run that ends before the freeze is lifted says so, with the call that lifts it', async () => {
  session = await openTwoClusters(UNIT);
  session.sandbox.control.setFaults([
    { operation: 'AddIndexBlock', nth: 1, fault: { kind: 'status', status: 401, when: 'after' } },
  ]);
  const ended = await session.run('apply', ['--auto-approve']);
  expect(ended.code).toBe(5);
  expect(flat(ended.stdout)).toMatch(/Frozen .*orders\.freeze: writes to the index orders are refused since/);
  expect(flat(ended.stdout)).toContain('To lift it by hand: PUT /orders/_settings');
});

test('a freeze of a unit that is given up is named by the decision, and by each run after it', async () => {
  await openFrozen();
  const skipped = await session.run('skip', ['orders', '--reason', 'CHG-2']);
  expect(flat(skipped.stdout)).toContain('orders.freeze is not lifted by that');
  const ended = await session.run('resume', ['--auto-approve']);
  expect(flat(ended.stdout)).toContain('To lift it by hand: PUT /orders/_settings');
  expect(await holds()).toMatchObject(HOLD);
});

test('a freeze of a unit that was started over and then removed is named, also when nothing is left to do', async () => {
  await openFrozen();
  expect((await session.run('redo', ['orders', '--reason', 'CHG-3'])).code).toBe(0);
  session.writePlan(planOfTwoClusters(OTHER));
  expect(await holds()).toMatchObject(HOLD);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(0);
  expect(await holds()).toMatchObject(HOLD);
  const ended = await session.run('resume', ['--auto-approve']);
  expect(flat(ended.stdout)).toContain('To lift it by hand: PUT /orders/_settings');
  const redone = await session.run('redo', ['others', '--reason', 'CHG-4']);
  expect(redone).toMatchObject({ code: 0, stderr: '' });
});
