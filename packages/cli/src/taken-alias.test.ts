import { defined } from '@waybill/core';
import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { BETWEEN, openTwoClusters, planOfTwoClusters } from './testing/two-clusters.ts';
import type { JsonStatus, UsageJson } from './views/documents/json-objects.ts';

const WITHIN = `  orders:
    uses: new.reindex
    with: { source: { index: orders }, dest: { index: copy } }
    catch_up: true
    cutover: { mode: alias, alias: shop }
`;
const SHOWS_BOTH = 'Alias shop points to copy, other, not only to copy';

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
  const answer = await fetch(url, {
    method,
    headers,
    ...defined({ body: body === undefined ? undefined : JSON.stringify(body) }),
  });
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
  await send('POST', '/new/_aliases', { actions });
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
  expect([back.code, back.text]).toEqual([0, expect.stringContaining('It is removed from copy, and stays on other')]);
  expect(await holders('new')).toEqual(['other']);
});

test('one that another index gets while clients are led over keeps the confirmation from being given', async () => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  await send('POST', '/new/_aliases', { actions: GIVEN });
  const refused = await run('cutover');
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(SHOWS_BOTH)]);
  expect(refused.text).toContain('✗ Alias shop points to copy, other');
  expect((await run('resume')).code).toBe(3);
  await take();
  expect((await run('cutover')).code).toBe(0);
});

test('nor is it given by an approval of the gate by its name', async () => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  await send('POST', '/new/_aliases', { actions: GIVEN });
  const refused = await run('approve', 'orders.confirm-clients');
  expect([refused.code, refused.text]).toEqual([
    1,
    expect.stringMatching(/Nothing was approved.*Alias shop points to copy, other/),
  ]);
  expect((await run('resume')).code).toBe(3);
});

/** As `openTwoClusters`, with passwords that a command gives. */
async function openByCommand(
  plan: string = WITH_LOGIN,
): Promise<(command: string, ...more: readonly string[]) => ReturnType<typeof run>> {
  session = await openTwoClusters(BETWEEN);
  session.writePlan(
    plan.replace(
      'providers:',
      `secrets: { own: { command: [${process.execPath}, -e, "console.log('any-password')"] } }\nproviders:`,
    ),
  );
  const allowed = (command: string, ...more: readonly string[]) => run(command, '--allow-secret-commands', ...more);
  expect((await allowed('apply')).code).toBe(3);
  expect((await allowed('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  await send('POST', '/new/_aliases', { actions: GIVEN });
  return allowed;
}

const LOGIN = ', username: elastic, password: "${{ secrets.own }}" }';
const WITH_LOGIN = planOfTwoClusters(BETWEEN).replaceAll(/(clusters\/(?:old|new)") \}/g, `$1${LOGIN}`);
/** That no unit uses. */
const THIRD = `  third: { type: elasticsearch, url: "https://third.example.com"${LOGIN}\n`;

test('nor where the passwords of the clusters come from a command', async () => {
  const allowed = await openByCommand();
  for (const refused of [await allowed('cutover'), await allowed('approve', 'orders.confirm-clients')])
    expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(SHOWS_BOTH)]);
});

test('and an approval that may not run that command says that nobody was asked', async () => {
  await openByCommand();
  const approved = await run('approve', 'orders.confirm-clients');
  expect([approved.code, approved.text]).toEqual([
    0,
    expect.stringMatching(/could not be checked .*: own\. hint: .*--allow-secret-commands/),
  ]);
});

test('and a status that is to ask runs it where that is allowed', async () => {
  await openByCommand();
  const usageIn = async (...more: readonly string[]): Promise<readonly UsageJson[]> => {
    const { stdout } = await session.run('status', ['--usage', '--json', ...more]);
    return (JSON.parse(stdout) as JsonStatus).gates.flatMap(({ usage = [] }) => usage);
  };
  const unasked = await usageIn();
  expect(unasked.map(({ is_in_use: isInUse }) => isInUse)).toEqual(unasked.map(() => null));
  expect(unasked.map(({ is_blocking: isBlocking = false }) => isBlocking)).not.toContain(true);
  const asked = await usageIn('--allow-secret-commands');
  expect(asked).toContainEqual(
    expect.objectContaining({ detail: expect.stringContaining(SHOWS_BOTH), is_blocking: true }),
  );
});

test('a command of a secret that other connections need keeps nobody from being asked', async () => {
  await openByCommand(planOfTwoClusters(BETWEEN).replace('migrations:', `${THIRD}migrations:`));
  const refused = await run('approve', 'orders.confirm-clients');
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining(SHOWS_BOTH)]);
});

test('where the clusters cannot be asked, an approval says so, and the unit finds out by itself', async () => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  session.sandbox.control.setFaults([
    { operation: 'GetAlias', fault: { kind: 'status', status: 403, when: 'before' } },
  ]);
  const approved = await run('approve', 'orders.confirm-clients');
  expect(approved.code, approved.text).toBe(0);
  expect(approved.text).toContain('▲ GetAlias was refused');
  session.sandbox.control.setFaults([]);
  expect((await run('resume')).code).toBe(0);
});

test('and fails the unit where an index gets it after the confirmation, with the source still frozen', async () => {
  await open(BETWEEN);
  expect((await run('cutover')).code).toBe(3);
  await send('PUT', '/new/other', {});
  expect((await run('approve', 'orders.confirm-clients', '--reason', 'tried')).code).toBe(0);
  await send('POST', '/new/_aliases', { actions: GIVEN });
  const moved = await run('resume');
  expect([moved.code, moved.text]).toEqual([5, expect.stringContaining(SHOWS_BOTH)]);
  expect(await isFrozen()).toBe(true);
  await take();
  expect((await run('resume', '--retry-failed')).code).toBe(0);
});

test.each([
  ['is gone', [], 'There is no alias shop any more'],
  ['shows another index alone', GIVEN, 'Alias shop points to other, not only to copy'],
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

/** The index is on the cluster of 7.17, which can be asked to refuse a move of what is not there. */
async function openWithin(): Promise<void> {
  session = await openTwoClusters(WITHIN);
  await send('PUT', '/new/orders', { aliases: { shop: { filter: { term: { total: 1 } }, routing: '1' } } });
  await send('PUT', '/new/other', {});
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
}

const moved = (from: string, to: string): readonly object[] => [
  { remove: { index: from, alias: 'shop' } },
  { add: { index: to, alias: 'shop' } },
];

test('an alias that another client moves while its own move is on its way is left there', async () => {
  await openWithin();
  const cut = await meanwhile(() => run('cutover'), moved('orders', 'other'));
  expect([cut.code, cut.text]).toEqual([5, expect.stringContaining('required alias [shop] does not exist')]);
  expect(cut.text).toContain('hint: Another client has moved or removed the alias');
  expect(await holders('new')).toEqual(['other']);
  expect(JSON.stringify(await send('GET', '/new/orders'))).not.toContain('"write":"true"');
  expect((await run('resume', '--retry-failed')).text).toContain('Alias shop points to other, not only to orders');
});

test('so is one that is moved while it is led back', async () => {
  await openWithin();
  expect((await run('cutover')).code).toBe(0);
  const back = (): ReturnType<typeof run> => run('rollback', '--target', 'orders', '--reason', 'CHG-1');
  const stopped = await meanwhile(back, moved('copy', 'other'));
  expect([stopped.code, stopped.text]).toEqual([
    5,
    expect.stringContaining('Alias shop points to other, not only to orders'),
  ]);
  expect(await holders('new')).toEqual(['other']);
  await send('POST', '/new/_aliases', { actions: moved('other', 'orders') });
  expect((await back()).code).toBe(0);
  expect(await holders('new')).toEqual(['orders']);
});

test('a filter that is changed while the last difference is copied moves with its alias', async () => {
  await openWithin();
  session.sandbox.control.setFaults([{ operation: 'RefreshIndex', nth: 1, fault: { kind: 'hold', when: 'before' } }]);
  const running = run('cutover');
  while (session.sandbox.control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
  session.sandbox.control.setFaults([]);
  const filter = { term: { total: 7 } };
  await send('POST', '/new/_aliases', { actions: [{ add: { index: 'orders', alias: 'shop', filter } }] });
  session.sandbox.control.release();
  expect((await running).code).toBe(0);
  expect(await send('GET', '/new/_alias/shop')).toEqual({ copy: { aliases: { shop: { filter } } } });
});

test('and one that is changed right after it has moved fails the unit, which says what differs', async () => {
  await openWithin();
  session.sandbox.control.setFaults([{ operation: 'UpdateAliases', nth: 1, fault: { kind: 'hold', when: 'after' } }]);
  const running = run('cutover');
  while (session.sandbox.control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
  session.sandbox.control.setFaults([]);
  await send('POST', '/new/_aliases', { actions: [{ add: { index: 'copy', alias: 'shop', routing: '1' } }] });
  session.sandbox.control.release();
  const cut = await running;
  expect([cut.code, cut.text]).toEqual([
    5,
    expect.stringContaining('Alias shop points to copy, but not as before: filter'),
  ]);
});

test.each([
  ['its alias', { actions: [{ remove: { index: 'copy', alias: 'shop' } }] }],
  ['its copy', undefined],
] as const)('within a cluster the freeze is lifted also where %s is gone', async (_what, actions) => {
  await openWithin();
  expect((await run('cutover')).code).toBe(0);
  if (actions === undefined) await send('DELETE', '/new/copy');
  else await send('POST', '/new/_aliases', actions);
  const back = (): ReturnType<typeof run> =>
    run('rollback', '--target', 'orders', '--reason', 'CHG-1', '--delete-target');
  const stopped = await back();
  expect([stopped.code, stopped.text]).toEqual([5, expect.stringContaining('There is no alias shop.')]);
  expect(stopped.text).toContain('add it to orders, with the filter and routing that it had');
  expect(JSON.stringify(await send('GET', '/new/orders'))).not.toContain('"write":"true"');
  await send('POST', '/new/_aliases', { actions: [{ add: { index: 'orders', alias: 'shop' } }] });
  const again = await back();
  expect([again.code, await holders('new')], again.text).toEqual([0, ['orders']]);
});
