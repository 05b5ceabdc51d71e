import { afterEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

async function open(unit: string): Promise<void> {
  session = await SandboxSession.open(planOfTwoClusters(unit));
  const orders = { documents: TWENTY_DOCUMENTS, aliases: { shop: {} } };
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', version: '7.10.2', security: null, indices: { orders } },
        { name: 'new', version: '7.17.28', security: null },
      ],
    },
  });
}

const BETWEEN = `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: bulk }
    catch_up: true
    cutover: { mode: clients, aliases: [shop] }
`;
const WITHIN = `  orders:
    uses: old.reindex
    with: { source: { index: orders }, dest: { index: copy } }
    catch_up: true
    cutover: { mode: alias, alias: shop }
`;

const REFUSED = [{ operation: 'UpdateAliases', fault: { kind: 'status', status: 403, when: 'before' } }] as const;

/** What keeps clients from the copy has failed, and the freeze was lifted: what is written then, the copy does not have. */
test.each([
  ['between two clusters', BETWEEN],
  ['within one', WITHIN],
])('a cut-over that failed after its freeze is not continued where it was, %s', async (_name, unit) => {
  await open(unit);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
  session.sandbox.control.setFaults(REFUSED);
  expect((await session.run('cutover', ['--auto-approve'])).code).toBe(5);
  session.sandbox.control.setFaults([]);

  const again = await session.run('resume', ['--retry-failed', '--auto-approve']);
  expect(again.code).toBe(5);
  expect((again.stdout + again.stderr).replace(/\s+/g, ' ')).toContain('orders can be written again');
  const cluster = unit === BETWEEN ? 'new' : 'old';
  const alias = await fetch(`${session.sandbox.url}/clusters/${cluster}/_alias/shop`);
  expect(alias.status === 404 ? {} : await alias.json()).not.toHaveProperty('copy');
  const status = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(status.gates).toEqual([]);

  // Started over, it copies what was written meanwhile.
  expect((await session.run('redo', ['orders', '--reason', 'the freeze was lifted'])).code).toBe(0);
  const anew = await session.run('resume', ['--auto-approve']);
  expect(anew.code, anew.stdout + anew.stderr).toBe(3);
  expect([0, 3]).toContain((await session.run('cutover', ['--auto-approve'])).code);
});

test('a unit whose clients use the copy by its alias is not started over: it would take from them what they wrote', async () => {
  await open(BETWEEN);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
  for (const code of [3, 0]) expect((await session.run('cutover', ['--auto-approve'])).code).toBe(code);
  const copy = `${session.sandbox.url}/clusters/new/copy`;
  const body = '{"index":{"_id":"of-clients"}}\n{"total":99}\n';
  await fetch(`${copy}/_bulk`, { method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' } });

  expect((await session.run('redo', ['orders', '--reason', 'by mistake'])).code).toBe(0);
  const again = await session.run('resume', ['--auto-approve']);
  expect(again.code).toBe(5);
  expect((again.stdout + again.stderr).replace(/\s+/g, ' ')).toContain('Alias shop shows copy already');
  await fetch(`${copy}/_refresh`, { method: 'POST' });
  expect(await (await fetch(`${copy}/_count`)).json()).toMatchObject({ count: TWENTY_DOCUMENTS.length + 1 });
});
