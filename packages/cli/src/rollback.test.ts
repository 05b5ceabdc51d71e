import { defined } from '@waybill/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';
import type { JsonWhy } from './views/folds/build-why.ts';

const PLAN = planOfTwoClusters(`  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: orders-v2 }
      method: bulk
    catch_up: true
    cutover: { mode: clients, aliases: [shop] }
  customers:
    uses: new.reindex
    with:
      source: { index: customers }
      dest: { index: customers-v2 }
    cutover: { alias: people }
`);

let session: SandboxSession;

beforeEach(async () => {
  session = await SandboxSession.open(PLAN);
  const documents = TWENTY_DOCUMENTS;
  const filtered = { people: { filter: { term: { total: 1 } } } };
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        {
          name: 'old',
          version: '7.10.2',
          security: null,
          indices: { orders: { documents, aliases: { shop: {} } } },
        },
        { name: 'new', version: '7.17.28', security: null, indices: { customers: { documents, aliases: filtered } } },
      ],
    },
  });
  expect((await session.run('apply')).code).toBe(3);
});

afterEach(async () => await session[Symbol.asyncDispose]());

const send = async (method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${session.sandbox.url}/clusters${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...defined({ body: body === undefined ? undefined : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

const cutOver = async (unit: string, code: number): Promise<void> => {
  const { code: found, stdout } = await session.run('cutover', ['--target', unit, '--auto-approve']);
  expect(found, stdout).toBe(code);
};

const rollBack = (...more: readonly string[]) =>
  session.run('rollback', ['--reason', 'CHG-43', '--auto-approve', ...more.flatMap((word) => word.split(' '))]);

const isFrozen = async (): Promise<boolean> => {
  const { body } = await send('GET', '/old/orders');
  return JSON.stringify(body).includes('"write":"true"');
};

const status = async (): Promise<JsonStatus> =>
  JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;

const whyOf = async (unit: string): Promise<JsonWhy> =>
  JSON.parse((await session.run('status', ['--why', unit, '--json'])).stdout) as JsonWhy;

/** One line, however wide the terminal is. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('an alias moves back with all that it has, and the unit is given up until it is started over', async () => {
  await cutOver('customers', 0);
  expect((await send('GET', '/new/_alias/people')).body).toHaveProperty(['customers-v2']);
  const { code, stdout } = await rollBack('--target customers');
  expect(code, stdout).toBe(0);
  expect((await send('GET', '/new/_alias/people')).body).toEqual({
    customers: { aliases: { people: { filter: { term: { total: 1 } } } } },
  });
  expect((await status()).decisions).toMatchObject([
    { address: 'customers', decision: 'rollback', reason: 'CHG-43' },
    { address: 'customers', decision: 'rolled-back', reason: 'CHG-43' },
  ]);
  // No run continues it, and it is not rolled back twice.
  const redo = 'waybill redo shop.yaml customers --reason ...';
  const why = await whyOf('customers');
  expect(why.reasons).toEqual([
    {
      step: expect.stringMatching(/^customers\./),
      status: 'skipped',
      rollback: 'ended',
      detail: expect.stringMatching(/ rolled customers back: CHG-43\. Its clients are switched back to the source/),
      since: 'TIMESTAMP',
    },
  ]);
  expect(why.next_steps).toMatchObject([{ command: expect.stringContaining(redo) }]);
  expect((await status()).next_steps).toContainEqual(
    expect.objectContaining({
      command: expect.stringContaining(redo),
      why: expect.stringContaining('it was rolled back'),
    }),
  );
  expect(flat((await session.run('resume', ['--auto-approve'])).stdout)).toContain(redo);
  expect((await send('GET', '/new/_alias/people')).body).toHaveProperty(['customers']);
  const again = await rollBack('--target customers');
  expect([again.code, flat(again.stderr)]).toEqual([1, expect.stringContaining('It is rolled back already; redo')]);
  expect((await session.run('redo', ['customers', '--reason', 'once more'])).code).toBe(0);
  await session.run('resume', ['--auto-approve']);
  await cutOver('customers', 0);
  expect((await send('GET', '/new/_alias/people')).body).toHaveProperty(['customers-v2']);
  expect((await rollBack('--target customers')).code).toBe(0);
  expect((await send('GET', '/new/_alias/people')).body).toHaveProperty(['customers']);
});

test('between clusters the freeze is lifted, the aliases are taken away, and the copy is deleted on request only', async () => {
  await cutOver('orders', 3);
  expect(await isFrozen()).toBe(true);
  expect((await send('GET', '/new/_alias/shop')).status).toBe(200);
  expect((await rollBack('--target orders')).code).toBe(0);
  expect(await isFrozen()).toBe(false);
  expect((await send('GET', '/new/_alias/shop')).status).toBe(404);
  expect((await send('GET', '/new/orders-v2')).status).toBe(200);
  expect((await status()).gates).not.toContainEqual(expect.objectContaining({ unit: 'orders' }));
  expect((await status()).holds).toBeUndefined();
});

test('after it has succeeded as well, and then the copy goes', async () => {
  await cutOver('orders', 3);
  await cutOver('orders', 0);
  expect(await isFrozen()).toBe(true);
  expect((await rollBack('--target orders --delete-target')).code).toBe(0);
  expect(await isFrozen()).toBe(false);
  expect((await send('GET', '/new/orders-v2')).status).toBe(404);
});

test('before its cut-over there is nothing to roll back, and the copy is deleted on request', async () => {
  const nothing = await rollBack('--target orders');
  expect([nothing.code, flat(nothing.stderr)]).toEqual([1, expect.stringContaining('there is nothing to roll back')]);
  expect((await status()).decisions).toEqual([]);
  expect((await rollBack('--target orders --delete-target')).code).toBe(0);
  expect((await send('GET', '/new/orders-v2')).status).toBe(404);
});

test('an index that somebody else has made in its place is not deleted', async () => {
  await send('DELETE', '/new/orders-v2');
  await send('PUT', '/new/orders-v2', {});
  const { code, stdout } = await rollBack('--target orders --delete-target');
  expect([code, flat(stdout)]).toEqual([5, expect.stringContaining('orders-v2 was not created by this unit')]);
  expect((await send('GET', '/new/orders-v2')).status).toBe(200);
});

test('where an alias is not what it was, nothing is changed; mended, the same command continues', async () => {
  await cutOver('customers', 0);
  const actions = [{ add: { index: 'customers', alias: 'people' } }];
  await send('POST', '/new/_aliases', { actions });
  const refused = await rollBack('--target customers');
  expect([refused.code, flat(refused.stdout)]).toEqual([5, expect.stringContaining('not only to customers-v2')]);
  expect(flat(refused.stdout)).toContain('waybill rollback shop.yaml --target customers --reason CHG-43');
  expect(await whyOf('customers')).toMatchObject({
    reasons: [
      {
        rollback: 'begun',
        detail: expect.stringMatching(
          /began to roll customers back: CHG-43\. No run of the plan continues it\. The rollback failed at check-alias: .*not only to customers-v2/,
        ),
      },
    ],
    next_steps: [{ command: expect.stringContaining('waybill rollback shop.yaml --target customers') }],
  });
  await send('POST', '/new/_aliases', { actions: [{ remove: { index: 'customers', alias: 'people' } }] });
  const { code, stdout } = await rollBack('--target customers');
  expect(code, stdout).toBe(0);
  expect((await send('GET', '/new/_alias/people')).body).toHaveProperty(['customers']);
});

test('it is shown before, with what both sides hold, and a no changes nothing', async () => {
  await cutOver('customers', 0);
  const body = '{"index":{"_id":"new"}}\n{"total":99}\n';
  const headers = { 'content-type': 'application/x-ndjson' };
  await fetch(`${session.sandbox.url}/clusters/new/customers-v2/_bulk?refresh=true`, { method: 'POST', body, headers });
  const { code, stderr } = await session.run('rollback', ['--target', 'customers'], { answer: 'n' });
  expect(code).toBe(4);
  const shown = flat(stderr);
  expect(shown).toContain('customers-v2 has 21 documents, the source 20');
  expect(shown).toContain('move the alias back to the source');
  expect(shown).toContain('Not rolled back; nothing was changed.');
  expect((await send('GET', '/new/_alias/people')).body).toHaveProperty(['customers-v2']);
  expect((await status()).decisions).toEqual([]);
});

const writeToCopy = async (): Promise<void> => {
  const lines = [
    { index: { _id: 'new' } },
    { total: 99 },
    { index: { _id: 'd1' } },
    { total: 98 },
    { delete: { _id: 'd2' } },
  ];
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const headers = { 'content-type': 'application/x-ndjson' };
  await fetch(`${session.sandbox.url}/clusters/new/orders-v2/_bulk?refresh=true`, { method: 'POST', body, headers });
};

const totalsIn = async (index: string): Promise<unknown> => {
  const { body } = await send('POST', `${index}/_search`, { query: { match_all: {} }, size: 100 });
  const { hits } = body as { readonly hits: { readonly hits: readonly { _id: string; _source: { total: number } }[] } };
  return Object.fromEntries(hits.hits.map(({ _id, _source }) => [_id, _source.total]));
};

test('what was written to the copy since is counted and shown before, and copied back on request', async () => {
  await cutOver('orders', 3);
  await cutOver('orders', 0);
  await writeToCopy();
  const asked = async (...more: readonly string[]): Promise<string> => {
    const { code, stderr } = await session.run('rollback', ['--target', 'orders', ...more], { answer: 'n' });
    expect(code).toBe(4);
    return flat(stderr);
  };
  expect(await asked()).toContain(
    '3 writes to orders-v2 since the cut-over, deletions included: missing in the source.',
  );
  const shown = await asked('--copy-back');
  expect(shown).toContain('copy back what was written until writes to the copy had stopped');
  expect(shown).not.toContain('missing in the source');
  expect((await rollBack('--target orders --copy-back')).code).toBe(0);
  expect(await totalsIn('/old/orders')).toEqual(await totalsIn('/new/orders-v2'));
  expect(await totalsIn('/old/orders')).toMatchObject({ new: 99, d1: 98 });
  expect(await totalsIn('/old/orders')).not.toHaveProperty('d2');
  expect(await isFrozen()).toBe(false);
});

test('nothing is copied back where somebody wrote to the source, or both sides may not have been the same', async () => {
  await cutOver('customers', 0);
  const never = await rollBack('--target customers --copy-back');
  expect([never.code, flat(never.stderr)]).toEqual([1, expect.stringContaining('Its plan has no catch_up')]);
  await cutOver('orders', 3);
  await send('PUT', '/old/orders/_settings', { 'index.blocks.write': null });
  const body = '{"index":{"_id":"here"}}\n{"total":1}\n';
  const headers = { 'content-type': 'application/x-ndjson' };
  await fetch(`${session.sandbox.url}/clusters/old/orders/_bulk?refresh=true`, { method: 'POST', body, headers });
  const refused = await rollBack('--target orders --copy-back');
  expect([refused.code, flat(refused.stdout)]).toEqual([
    5,
    expect.stringContaining('The source orders has been written to since'),
  ]);
  expect(flat(refused.stdout)).toContain('waybill rollback shop.yaml --target orders --copy-back --reason CHG-43');
  // Nothing was changed, so it can be done otherwise.
  expect((await rollBack('--target orders')).code).toBe(0);
});

const redo = async (unit: string): Promise<readonly [number, string]> => {
  const { code, stderr } = await session.run('redo', [unit, '--reason', 'once more']);
  return [code, flat(stderr)];
};

const refusedRedo = (unit: string) => [
  1,
  expect.stringContaining(`Roll it back first, with \`waybill rollback --target ${unit}\``),
];

test('a unit whose clients may use its copy is not started over before it is rolled back', async () => {
  await cutOver('orders', 3);
  expect(await redo('orders')).toEqual(refusedRedo('orders'));
  await cutOver('orders', 0);
  expect(await redo('orders')).toEqual(refusedRedo('orders'));
  await cutOver('customers', 0);
  expect(await redo('customers')).toEqual(refusedRedo('customers'));
  expect((await rollBack('--target orders')).code).toBe(0);
  expect((await redo('orders'))[0]).toBe(0);
});

test('nor while its rollback has only begun, and not because it was given up', async () => {
  await cutOver('customers', 0);
  const alias = { index: 'customers', alias: 'people' };
  await send('POST', '/new/_aliases', { actions: [{ add: alias }] });
  expect((await rollBack('--target customers')).code).toBe(5);
  expect(await redo('customers')).toEqual(refusedRedo('customers'));
  await send('POST', '/new/_aliases', { actions: [{ remove: alias }] });
  expect((await rollBack('--target customers')).code).toBe(0);
  expect((await redo('customers'))[0]).toBe(0);
  await cutOver('orders', 3);
  expect((await session.run('skip', ['orders', '--reason', 'later'])).code).toBe(0);
  expect(await redo('orders')).toEqual(refusedRedo('orders'));
});

test('a rollback of no named unit, and one without a terminal, are refused', async () => {
  const all = await rollBack();
  expect([all.code, flat(all.stderr)]).toEqual([
    1,
    expect.stringMatching(/A rollback needs --target.* such as --target orders\./),
  ]);
  await cutOver('customers', 0);
  const nobody = await session.run('rollback', ['--target', 'customers']);
  expect([nobody.code, flat(nobody.stderr)]).toEqual([1, expect.stringContaining('no terminal to prompt on')]);
});

test.each([
  ['its alias', () => send('POST', '/new/_aliases', { actions: [{ remove: { index: 'orders-v2', alias: 'shop' } }] })],
  ['the copy', () => send('DELETE', '/new/orders-v2')],
] as const)('between clusters the freeze is lifted also where %s is gone', async (_what, remove) => {
  await cutOver('orders', 3);
  await cutOver('orders', 0);
  expect((await remove()).status).toBe(200);
  const { code, stdout } = await rollBack('--target orders --delete-target --json');
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('There is no alias shop any more');
  expect(await isFrozen()).toBe(false);
  expect((await send('GET', '/new/orders-v2')).status).toBe(404);
});

test('what a check of a run warns of is in its log', async () => {
  await cutOver('orders', 3);
  await writeToCopy();
  const { code, stdout } = await rollBack('--target orders');
  expect(code, stdout).toBe(0);
  expect(flat(stdout)).toMatch(/orders\.count-writes: Warning: 3 writes to orders-v2 since the cut-over/);
  expect(flat(stdout)).toContain('Give --copy-back to copy them to the source');
});

test('an alias that another client has moved stays where it is', async () => {
  await cutOver('orders', 3);
  await send('PUT', '/new/other', {});
  const actions = [{ remove: { index: 'orders-v2', alias: 'shop' } }, { add: { index: 'other', alias: 'shop' } }];
  await send('POST', '/new/_aliases', { actions });
  const { code, stdout } = await rollBack('--target orders');
  expect(code, stdout).toBe(0);
  expect(await isFrozen()).toBe(false);
  expect((await send('GET', '/new/_alias/shop')).body).toHaveProperty(['other']);
});

test.each([
  ['orders', '/old/orders', 'no longer exists: there is nothing to switch clients back to', 3],
  ['customers', '/new/customers', 'no longer exists: there is nothing to switch clients back to', 0],
] as const)(
  'where the source of %s is gone, that is said before anything is changed',
  async (unit, source, says, at) => {
    await cutOver(unit, at);
    await send('DELETE', source);
    const { code, stdout } = await rollBack(`--target ${unit} --delete-target`);
    expect([code, flat(stdout)]).toEqual([5, expect.stringContaining(says)]);
    expect((await send('GET', `/new/${unit}-v2`)).status).toBe(200);
    expect((await send('GET', `/new/_alias/${unit === 'orders' ? 'shop' : 'people'}`)).status).toBe(200);
  },
);

test('a copy that was kept is named afterwards, with the command that deletes it, and goes on request', async () => {
  await cutOver('orders', 3);
  const { code, stdout } = await rollBack('--target orders');
  expect([code, flat(stdout)]).toEqual([0, expect.stringContaining('what was created on the target was kept')]);
  const deleting = 'waybill rollback shop.yaml --target orders --delete-target';
  expect(flat(stdout)).toContain('--target orders --reason CHG-43 --delete-target');
  expect((await status()).next_steps).toContainEqual(
    expect.objectContaining({ command: expect.stringContaining(deleting) }),
  );
  expect((await whyOf('orders')).reasons).toMatchObject([
    { detail: expect.stringContaining('What it created on its target was kept: `waybill rollback --delete-target`') },
  ]);
  expect(flat((await rollBack('--target orders')).stderr)).toContain('--delete-target deletes what it created');

  const deleted = await rollBack('--target orders --delete-target');
  expect(deleted.code, deleted.stdout).toBe(0);
  expect((await send('GET', '/new/orders-v2')).status).toBe(404);
  expect((await send('GET', '/old/orders')).status).toBe(200);
  expect(JSON.stringify((await status()).next_steps)).not.toContain('--delete-target');
  expect((await redo('orders'))[0]).toBe(0);
});

test('nor is it deleted then where it is in use, or the source is gone', async () => {
  await cutOver('orders', 3);
  expect((await rollBack('--target orders')).code).toBe(0);
  await send('POST', '/new/_aliases', { actions: [{ add: { index: 'orders-v2', alias: 'again' } }] });
  const used = await rollBack('--target orders --delete-target');
  expect([used.code, flat(used.stdout)]).toEqual([5, expect.stringContaining('has the alias again')]);
  await send('POST', '/new/_aliases', { actions: [{ remove: { index: 'orders-v2', alias: 'again' } }] });
  await send('DELETE', '/old/orders');
  const last = await rollBack('--target orders --delete-target');
  expect([last.code, flat(last.stdout)]).toEqual([5, expect.stringContaining('no longer exists')]);
  expect((await send('GET', '/new/orders-v2')).status).toBe(200);
});
