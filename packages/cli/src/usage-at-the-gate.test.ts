import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const PLAN = planOfTwoClusters(`  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: bulk }
    catch_up: true
    verify: { level: digest }
    cutover: { mode: clients, aliases: [shop] }
`);

/** While a command of the session runs, its process does. */
const RUNNING = { livePids: [100] };

let session: SandboxSession;

beforeEach(async () => {
  session = await SandboxSession.open(PLAN);
  const orders = { documents: TWENTY_DOCUMENTS, aliases: { shop: {} } };
  const clusters = [
    { name: 'old', version: '7.10.2', security: null, indices: { orders } },
    { name: 'new', version: '7.17.28', security: null },
  ];
  session.sandbox.control.setSettings({ elasticsearch: { clusters } });
  for (const command of ['apply', 'cutover']) expect((await session.run(command, ['--auto-approve'])).code).toBe(3);
});

afterEach(async () => await session[Symbol.asyncDispose]());

/** Where the run has ended at the gate before the cut-over. */
async function atTheFirstGate(plan: string, source: string): Promise<SandboxSession> {
  const opened = await SandboxSession.open(plan);
  const orders = { documents: TWENTY_DOCUMENTS, aliases: { shop: {} } };
  const clusters = ['old', 'new'].map((name) => ({
    name,
    version: '7.17.28',
    security: null,
    indices: name === 'old' || name === source ? { orders } : {},
  }));
  opened.sandbox.control.setSettings({ elasticsearch: { clusters } });
  expect((await opened.run('apply', ['--auto-approve'])).code).toBe(3);
  return opened;
}

const post = async (path: string, body: string, type = 'application/json'): Promise<void> => {
  const url = `${session.sandbox.url}/clusters${path}`;
  await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
};

const search = (index: string): Promise<void> => post(`/${index}/_search`, '{}');
const write = (index: string, id: string): Promise<void> =>
  post(`/${index}/_bulk`, `{"index":{"_id":"${id}"}}\n{"total":99}\n`, 'application/x-ndjson');

/** What `cutover` shows before it asks, in one line. */
async function shown(): Promise<string> {
  const { code, stderr } = await session.run('cutover', [], { answer: 'n' });
  expect(code).toBe(4);
  return stderr.replace(/\s+/g, ' ');
}

const unused =
  'the source was searched 0 times and written to 0 times, and the copy searched 0 times and written to 0 times';

test('cutover says that nobody uses a source, and that the unit itself has compared both sides', async () => {
  const text = await shown();
  expect(text).toContain(`Since the copy was complete, ${unused}.`);
  expect(text).toContain('Nothing has been written to the source orders since the last difference was copied.');
  expect(text).toContain('No request to the source orders is in progress.');
  expect(text).toMatch(/Compared: equal by digest, \S+ ago, by the unit itself\./);
  expect(text).not.toContain('hint:');
});

test('it names what uses the source, and never keeps an operator from going on', async () => {
  await search('old/orders');
  await search('old/shop');
  await search('new/copy');
  await write('new/copy', 'of-clients');
  const text = await shown();
  expect(text).toContain(
    'the source was searched 2 times and written to 0 times, and the copy searched 1 time and written to 1 time',
  );
  expect(text).toContain('hint: A client still uses the source');
  await search('old/orders');
  expect(await shown()).toContain('the source was searched 3 times');
  expect((await session.run('cutover', ['--auto-approve'])).code).toBe(0);
});

test('it names writes to a source whose freeze was lifted, before clients are confirmed', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = '{"index.blocks.write":null}';
  await fetch(`${session.sandbox.url}/clusters/old/orders/_settings`, { method: 'PUT', body, headers });
  await write('old/orders', 'stray');
  const text = await shown();
  expect(text).toContain('The source orders was written to once since the last difference was copied');
  expect(text).toContain('the unit will fail because of it once the clients are confirmed');
});

test('status says the same when it is asked to, and asks nobody otherwise', async () => {
  await search('old/orders');
  const before = session.sandbox.control.requests({}).length;
  const quiet = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect([quiet.gates[0]?.usage, session.sandbox.control.requests({}).length - before]).toEqual([undefined, 0]);
  const { gates } = JSON.parse((await session.run('status', ['--usage', '--json'])).stdout) as JsonStatus;
  expect(gates[0]?.usage?.map(({ is_in_use: isInUse }) => isInUse)).toEqual([true, false, false, false]);
  const text = (await session.run('status', ['--usage'])).stdout.replace(/\s+/g, ' ');
  expect(text).toMatch(/Used by clients of orders: \S+ Since the copy was complete, the source was searched 1 time/);
});

test('a comparison that was made later is shown in place of the unit’s own', async () => {
  expect((await session.run('verify', ['--level', 'counts'])).code).toBe(0);
  expect(await shown()).toMatch(/Compared: equal by counts, \S+ ago; fresh\./);
});

test('status --watch --usage shows how the counters grow while clients are switched, until they are confirmed', async () => {
  const watcher = session.io(RUNNING);
  const seen = (text: string): Promise<void> =>
    new Promise((resolve) => {
      watcher.stdout.onWrite = () => {
        if (watcher.stdout.text.replace(/\s+/g, ' ').includes(text)) resolve();
      };
    });
  const first = seen(unused);
  const watching = session.runWith(watcher, 'status', ['--watch', '--usage']);
  await first;
  const second = seen('the source was searched 1 time and written to 0 times');
  await search('old/orders');
  await second;
  expect((await session.run('cutover', ['--auto-approve'])).code).toBe(0);
  expect([(await watching).code, watcher.stdout.text]).toEqual([0, expect.stringContaining('it ended: succeeded')]);
});

test('status --watch --usage also waits for the gate at which clients are switched, and ends at once at one without', async () => {
  const [plan, alias] = ['mode: clients, aliases: [shop]', 'mode: alias, alias: shop'].map((cutover) =>
    PLAN.replace('mode: clients, aliases: [shop]', cutover),
  );
  await using before = await atTheFirstGate(plan ?? '', 'old');
  const watcher = before.io(RUNNING);
  const opened = new Promise<void>((resolve) => {
    watcher.stdout.onWrite = () => {
      if (watcher.stdout.text.includes('orders.approve-cutover')) resolve();
    };
  });
  const watching = before.runWith(watcher, 'status', ['--watch', '--usage']);
  await opened;
  expect((await before.run('cutover', ['--auto-approve'])).code).toBe(3);
  expect((await before.run('cutover', ['--auto-approve'])).code).toBe(0);
  expect([(await watching).code, watcher.stdout.text]).toEqual([0, expect.stringContaining('it ended: succeeded')]);

  await using within = await atTheFirstGate((alias ?? '').replace('connection: old, ', ''), 'new');
  expect((await within.run('status', ['--watch', '--usage'])).code).toBe(0);
});

test('status --watch --usage ends with Ctrl-C', async () => {
  const watcher = session.io();
  watcher.stdout.onWrite = () => watcher.interrupt();
  expect((await session.runWith(watcher, 'status', ['--watch', '--usage'])).code).toBe(0);
  expect(watcher.stdout.text.replace(/\s+/g, ' ')).toContain(unused);
});
