import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const PLAN = planOfTwoClusters(`  orders:
    uses: new.reindex
    for_each: [a, b]
    with:
      source: { connection: old, index: "orders-\${{ each.key }}" }
      dest: { index: "copy-\${{ each.key }}" }
      method: bulk
    catch_up: true
    cutover: { mode: clients }
  plain:
    uses: new.reindex
    with:
      source: { connection: old, index: orders-a }
      dest: { index: plain }
      method: bulk
`);

let session: SandboxSession;

beforeEach(async () => {
  session = await SandboxSession.open(PLAN);
  const documents = TWENTY_DOCUMENTS;
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        {
          name: 'old',
          version: '7.10.2',
          security: null,
          indices: { 'orders-a': { documents }, 'orders-b': { documents } },
        },
        { name: 'new', version: '7.17.28', security: null },
      ],
    },
  });
  expect((await session.run('apply')).code).toBe(3);
});

afterEach(async () => await session[Symbol.asyncDispose]());

const gates = async () =>
  (JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus).gates.map(({ step }) => step);

/** One line, however wide the terminal is. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('one unit is led through both of its gates, and the other one waits as before', async () => {
  const one = ['--target', 'orders[a]', '--auto-approve', '--reason', 'CHG-42'];
  const first = await session.run('cutover', one);
  expect([first.code, flat(first.stderr)]).toEqual([
    3,
    expect.stringContaining(
      'orders[a] from cluster (old), index orders-a to cluster (new), index copy-a Before: Make sure that',
    ),
  ]);
  expect(flat(first.stderr)).toContain('Compared: not yet. `waybill verify` compares both sides.');
  expect(await gates()).toEqual(['orders[a].confirm-clients', 'orders[b].approve-cutover']);
  const second = await session.run('cutover', one);
  expect(second.code, second.stdout + second.stderr).toBe(0);
  expect(await gates()).toEqual(['orders[b].approve-cutover']);
  const journal = (await session.run('state export')).stdout;
  expect(journal.match(/"kind":"gate.approved"[^\n]*"reason":"CHG-42"/g)).toHaveLength(2);
});

test.each([
  ['no message', '{'],
  ['no time', '{"kind":"approve","step":"orders[a].approve-cutover","by":"ada","atMs":9e99}'],
])('where approvals cannot be read (%s), nobody is asked and nothing is approved', async (_, body) => {
  await session.run('approve', ['orders[a]', '--auto-approve']);
  const [state = ''] = readdirSync(join(session.folder, '.waybill')).filter((name) => name.endsWith('.db'));
  const database = new DatabaseSync(join(session.folder, '.waybill', state));
  database.prepare('UPDATE inbox SET body = ?').run(body);
  const { code, stderr } = await session.run('cutover', ['--target', 'orders[b]', '--auto-approve']);
  expect(code).toBe(1);
  expect(stderr.match(/^error .*/gm)).toEqual([expect.stringMatching(/^error JOURNAL_UNUSABLE: The state /)]);
  expect(stderr).not.toContain('Before: ');
  expect(database.prepare('SELECT count(*) AS messages FROM inbox').get()).toMatchObject({ messages: 1 });
  database.close();
});

test('it says how the sides were compared last, and that this is stale', async () => {
  await session.run('verify', ['--target', 'orders[a]', '--level', 'digest']);
  const shown = async () => {
    const { code, stderr } = await session.run('cutover', ['--target', 'orders[a]'], { answer: 'n' });
    expect(code).toBe(4);
    return flat(stderr);
  };
  expect(await shown()).toMatch(
    /Compared: equal by digest, \S+ ago; fresh\. Nothing has been written to the source orders-a since then\./,
  );
  const body = '{"index":{"_id":"d99"}}\n{"total":99}\n';
  const headers = { 'content-type': 'application/x-ndjson' };
  await fetch(`${session.sandbox.url}/clusters/old/orders-a/_bulk`, { method: 'POST', body, headers });
  const stale = await shown();
  expect(stale).toMatch(
    /ago; stale\. The source orders-a has been written to since then\. Nothing has been written to the copy copy-a since then\./,
  );
  expect(stale).toContain('Not approved; nothing was changed.');
  expect((await session.run('verify', ['--target', 'orders[a]', '--level', 'digest'])).code).toBe(8);
  expect(await shown()).toMatch(
    /✗ Compared: different by digest, .* hint: `waybill verify --differences FILE` compares/,
  );
  expect(await gates()).toEqual(['orders[a].approve-cutover', 'orders[b].approve-cutover']);
});

test('without a target all that wait are meant, and a yes is enough', async () => {
  const { code, stderr } = await session.run('cutover', [], { answer: 'y' });
  expect([code, flat(stderr)]).toEqual([3, expect.stringContaining('orders[b] from cluster (old), index orders-b')]);
  expect(await gates()).toEqual(['orders[a].confirm-clients', 'orders[b].confirm-clients']);
});

test('what does not wait at its cut-over is refused, with what to do', async () => {
  const refused = await session.run('cutover', ['--target', 'plain', '--auto-approve']);
  expect([refused.code, flat(refused.stderr)]).toEqual([1, expect.stringContaining('plain has no gate')]);
  const nobody = await session.run('cutover', ['--target', 'orders[a]']);
  expect([nobody.code, flat(nobody.stderr)]).toEqual([1, expect.stringContaining('no terminal to prompt on')]);
  for (const _ of [1, 2]) await session.run('cutover', ['--auto-approve']);
  const over = await session.run('cutover', ['--auto-approve']);
  expect([over.code, flat(over.stderr)]).toEqual([1, expect.stringContaining('No unit waits at its cut-over.')]);
  const approved = await session.run('cutover', ['--target', 'orders[a]', '--auto-approve']);
  expect([approved.code, flat(approved.stderr)]).toEqual([1, expect.stringContaining('has been approved already')]);
});
