import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { BETWEEN, openTwoClusters, TWENTY_DOCUMENTS, WITHIN } from './testing/two-clusters.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const REFUSED = [{ operation: 'UpdateAliases', fault: { kind: 'status', status: 403, when: 'before' } }] as const;

/** What keeps clients from the copy has failed, and the freeze was lifted: what is written then, the copy does not have yet. */
test.each([
  ['between two clusters', BETWEEN, 'new', 3],
  ['within one', WITHIN, 'old', 0],
])(
  'a cut-over that failed after its freeze freezes and copies again when it is tried again, %s',
  async (_name, unit, cluster, code) => {
    session = await openTwoClusters(unit);
    expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
    session.sandbox.control.setFaults(REFUSED);
    expect((await session.run('cutover', ['--auto-approve'])).code).toBe(5);
    session.sandbox.control.setFaults([]);
    const clusters = `${session.sandbox.url}/clusters`;
    const write = async (id: string): Promise<unknown> => {
      const body = `{"index":{"_id":"${id}"}}\n{"total":99}\n`;
      const headers = { 'content-type': 'application/x-ndjson' };
      return await (await fetch(`${clusters}/old/orders/_bulk`, { method: 'POST', body, headers })).json();
    };
    expect(await write('meanwhile')).toMatchObject({ errors: false });

    const again = await session.run('resume', ['--retry-failed', '--auto-approve']);
    expect(again.code, again.stdout + again.stderr).toBe(code);
    expect(await (await fetch(`${clusters}/${cluster}/_alias/shop`)).json()).toHaveProperty('copy');
    const copied = await fetch(`${clusters}/${cluster}/copy/_count`);
    expect(await copied.json()).toMatchObject({ count: TWENTY_DOCUMENTS.length + 1 });
    expect(await write('too late')).toMatchObject({ errors: true });
  },
);

test('a unit whose clients use the copy by its alias is not started over: it would take from them what they wrote', async () => {
  session = await openTwoClusters(BETWEEN);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
  for (const code of [3, 0]) expect((await session.run('cutover', ['--auto-approve'])).code).toBe(code);
  const copy = `${session.sandbox.url}/clusters/new/copy`;
  const body = '{"index":{"_id":"of-clients"}}\n{"total":99}\n';
  await fetch(`${copy}/_bulk`, { method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' } });

  const again = await session.run('redo', ['orders', '--reason', 'by mistake']);
  expect(again.code).toBe(1);
  expect((again.stdout + again.stderr).replace(/\s+/g, ' ')).toContain('Clients of orders may use its target');
  await fetch(`${copy}/_refresh`, { method: 'POST' });
  expect(await (await fetch(`${copy}/_count`)).json()).toMatchObject({ count: TWENTY_DOCUMENTS.length + 1 });
});

test('a cut-over whose alias was moved by hand after it failed takes nothing from clients when it is tried again', async () => {
  session = await openTwoClusters(WITHIN);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
  session.sandbox.control.setFaults(REFUSED);
  expect((await session.run('cutover', ['--auto-approve'])).code).toBe(5);
  session.sandbox.control.setFaults([]);
  const cluster = `${session.sandbox.url}/clusters/old`;
  const post = async (path: string, type: string, body: string): Promise<unknown> =>
    await (await fetch(`${cluster}${path}`, { method: 'POST', body, headers: { 'content-type': type } })).json();
  const move = {
    actions: ['remove', 'add'].map((key, at) => ({ [key]: { index: ['orders', 'copy'][at], alias: 'shop' } })),
  };
  expect(await post('/_aliases', 'application/json', JSON.stringify(move))).toMatchObject({ acknowledged: true });
  const written = '{"index":{"_id":"of-clients"}}\n{"total":99}\n';
  expect(await post('/copy/_bulk', 'application/x-ndjson', written)).toMatchObject({ errors: false });

  const again = await session.run('resume', ['--retry-failed', '--auto-approve']);
  expect(again.code).toBe(5);
  expect((again.stdout + again.stderr).replace(/\s+/g, ' ')).toContain('Alias shop points to copy, not only to orders');
  await fetch(`${cluster}/copy/_refresh`, { method: 'POST' });
  expect(await (await fetch(`${cluster}/copy/_count`)).json()).toMatchObject({ count: TWENTY_DOCUMENTS.length + 1 });
});

test('nor does a run start over where the copy has got the alias by hand, before its cut-over', async () => {
  session = await openTwoClusters(BETWEEN);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
  const cluster = `${session.sandbox.url}/clusters/new`;
  const actions = JSON.stringify({ actions: [{ add: { index: 'copy', alias: 'shop' } }] });
  const asJson = { 'content-type': 'application/json' };
  await fetch(`${cluster}/_aliases`, { method: 'POST', body: actions, headers: asJson });
  const body = '{"index":{"_id":"of-clients"}}\n{"total":99}\n';
  await fetch(`${cluster}/copy/_bulk`, { method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' } });

  expect((await session.run('redo', ['orders', '--reason', 'by mistake'])).code).toBe(0);
  const again = await session.run('resume', ['--auto-approve']);
  expect(again.code).toBe(5);
  expect((again.stdout + again.stderr).replace(/\s+/g, ' ')).toContain('Alias shop already points to copy');
  await fetch(`${cluster}/copy/_refresh`, { method: 'POST' });
  expect(await (await fetch(`${cluster}/copy/_count`)).json()).toMatchObject({ count: TWENTY_DOCUMENTS.length + 1 });
});
