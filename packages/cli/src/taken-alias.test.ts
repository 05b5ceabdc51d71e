import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { openTwoClusters } from './testing/two-clusters.ts';

const BETWEEN = `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: bulk }
    catch_up: true
    cutover: { mode: clients, aliases: [shop] }
`;
const SHOWS_BOTH = 'Alias shop shows copy, other, and not copy alone';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

async function open(unit: string): Promise<void> {
  session = await openTwoClusters(unit);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
}

async function run(command: string, ...more: readonly string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await session.run(command, [...more, '--auto-approve']);
  return { code, text: (stdout + stderr).replace(/\s+/g, ' ') };
}

const send = async (method: string, path: string, body?: object): Promise<object> => {
  const headers = { 'content-type': 'application/json' };
  const url = `${session.sandbox.url}/clusters${path}`;
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return (await answer.json()) as object;
};

const holders = async (cluster: string): Promise<readonly string[]> =>
  Object.keys(await send('GET', `/${cluster}/_alias/shop`)).toSorted();
const isFrozen = async (): Promise<boolean> =>
  JSON.stringify(await send('GET', '/old/orders')).includes('"write":"true"');

/** Another client's doing, while a call of the run that changes aliases is on its way. */
async function meanwhile(command: () => Promise<{ code: number; text: string }>, actions: readonly object[]) {
  session.sandbox.control.setFaults([{ operation: 'UpdateAliases', nth: 1, fault: { kind: 'hold', when: 'before' } }]);
  const running = command();
  while (session.sandbox.control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
  session.sandbox.control.setFaults([]);
  await send('POST', `/${actions === GIVEN ? 'new' : 'old'}/_aliases`, { actions });
  session.sandbox.control.release();
  return await running;
}

const GIVEN = [{ add: { index: 'other', alias: 'shop' } }];
const take = (): Promise<object> =>
  send('POST', '/new/_aliases', { actions: [{ remove: { index: 'other', alias: 'shop' } }] });

test('an alias that another index gets while the copy is given it leads no client', async () => {
  await open(BETWEEN);
  await send('PUT', '/new/other', {});
  const cut = await meanwhile(() => run('cutover'), GIVEN);
  expect([cut.code, cut.text]).toEqual([5, expect.stringContaining(SHOWS_BOTH)]);
  expect(await isFrozen()).toBe(false);
  expect((await run('resume', '--retry-failed')).code).toBe(5);
  await take();
  const again = await run('resume', '--retry-failed');
  expect([again.code, await holders('new'), await isFrozen()]).toEqual([3, ['copy'], true]);
  expect((await run('cutover')).code).toBe(0);
});

test('a rollback takes it from the copy alone', async () => {
  await open(BETWEEN);
  await send('PUT', '/new/other', {});
  expect((await meanwhile(() => run('cutover'), GIVEN)).code).toBe(5);
  const back = await run('rollback', '--target', 'orders', '--reason', 'CHG-1', '--json');
  expect([back.code, back.text]).toEqual([0, expect.stringContaining('It is taken from copy, and stays on other')]);
  expect(await holders('new')).toEqual(['other']);
});

test('one that another index gets while clients are led over keeps the confirmation from being given', async () => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  await send('POST', '/new/_aliases', { actions: GIVEN });
  const refused = await run('cutover');
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(SHOWS_BOTH)]);
  expect(refused.text).toContain('✗ Alias shop shows copy, other');
  expect((await run('resume')).code).toBe(3);
  await take();
  expect((await run('cutover')).code).toBe(0);
});

test('and fails the unit where the confirmation is given all the same, with the source still frozen', async () => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  await send('POST', '/new/_aliases', { actions: GIVEN });
  expect((await run('approve', 'orders.confirm-clients', '--reason', 'tried')).code).toBe(0);
  const moved = await run('resume');
  expect([moved.code, moved.text]).toEqual([5, expect.stringContaining(SHOWS_BOTH)]);
  expect(await isFrozen()).toBe(true);
  await take();
  expect((await run('resume', '--retry-failed')).code).toBe(0);
});

test.each([
  ['is gone', [], 'There is no alias shop any more'],
  ['shows another index alone', GIVEN, 'Alias shop shows other, and not copy alone'],
] as const)('as does one that %s by then', async (_name, actions, says) => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  await send('POST', '/new/_aliases', { actions: [...actions, { remove: { index: 'copy', alias: 'shop' } }] });
  const refused = await run('cutover');
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(says)]);
  expect((await run('rollback', '--target', 'orders', '--reason', 'CHG-1')).code).toBe(0);
  expect(await isFrozen()).toBe(false);
});
