import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const PLAN = planOfTwoClusters(`  orders:
    uses: new.reindex
    for_each: [a, b, c]
    with:
      source: { connection: old, index: "orders-\${{ each.key }}" }
      dest: { index: "copy-\${{ each.key }}" }
    catch_up: true
    verify: { level: digest }
    cutover: { mode: clients, aliases: ["all-\${{ each.key }}"] }
  plain:
    uses: old.reindex
    with: { source: { index: orders-a }, dest: { index: plain } }
    cutover: { alias: "\${{ inputs.shop }}" }
`);

const WITH_INPUT = PLAN.replace('endpoint: {} }', 'endpoint: {}, shop: { default: shop } }');

let session: SandboxSession;

beforeEach(async () => {
  session = await SandboxSession.open(WITH_INPUT);
  const documents = TWENTY_DOCUMENTS;
  const indices = {
    'orders-a': { documents, aliases: { shop: {} } },
    'orders-b': { documents },
    'orders-c': { documents },
  };
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', version: '7.10.2', security: null, indices },
        { name: 'new', version: '7.17.28', security: null },
      ],
    },
  });
});

afterEach(async () => await session[Symbol.asyncDispose]());

async function run(command: string, code: number, ...words: readonly string[]): Promise<string> {
  const found = await session.run(command, words);
  expect(found.code, found.stdout + found.stderr).toBe(code);
  return (found.stdout + found.stderr).replace(/\s+/g, ' ');
}

async function units(): Promise<Readonly<Record<string, number>>> {
  return (JSON.parse(await run('status', 0, '--json')) as JsonStatus).units;
}

async function indexNames(cluster: string): Promise<readonly string[]> {
  const answer = await fetch(`${session.sandbox.url}/clusters/${cluster}/_cat/indices?format=json`);
  return ((await answer.json()) as readonly { index: string }[]).map(({ index }) => index).toSorted();
}

async function aliasesOf(cluster: string, index: string): Promise<readonly string[]> {
  const answer = await fetch(`${session.sandbox.url}/clusters/${cluster}/${index}`);
  return Object.keys(((await answer.json()) as Record<string, { aliases: object }>)[index]?.aliases ?? {});
}

async function isFrozen(index: string): Promise<boolean> {
  return (await (await fetch(`${session.sandbox.url}/clusters/old/${index}`)).text()).includes('"write":"true"');
}

const TWO = ['--target', 'orders[a]', '--target', 'orders[b]'];

test('several units that are named one by one are planned, moved, compared, led over and led back, and no other', async () => {
  expect(await run('plan', 0, ...TWO, '--concise')).toContain('2 to do');
  await run('apply', 3, ...TWO);
  expect(await units()).toMatchObject({ gated: 2, pending: 2 });
  expect(await indexNames('new')).toEqual(['copy-a', 'copy-b']);
  expect(await run('verify', 0, ...TWO)).toContain('compared: 2 equal');
  await run('cutover', 3, ...TWO, '--auto-approve');
  expect(await Promise.all(['orders-a', 'orders-b', 'orders-c'].map(isFrozen))).toEqual([true, true, false]);
  await run('cutover', 0, ...TWO, '--auto-approve');
  for (const key of ['a', 'b']) expect(await aliasesOf('new', `copy-${key}`)).toEqual([`all-${key}`]);
  expect(await units()).toMatchObject({ succeeded: 2, pending: 2 });
  await run('rollback', 0, ...TWO, '--delete-target', '--reason', 'CHG-1', '--auto-approve');
  expect(await Promise.all(['orders-a', 'orders-b'].map(isFrozen))).toEqual([false, false]);
  expect(await indexNames('new')).toEqual([]);
});

test('so are those of a pattern, and of several migrations with different cut-overs', async () => {
  await run('apply', 3);
  expect(await units()).toMatchObject({ gated: 4 });
  const all = ['--target', 'orders[*]', '--target', 'plain'];
  expect(await run('verify', 0, ...all)).toContain('compared: 4 equal');
  expect(await run('cutover', 3, ...all, '--auto-approve')).toContain('1 succeeded');
  expect(await aliasesOf('old', 'plain')).toEqual(['shop']);
  await run('cutover', 0, '--target', 'orders', '--auto-approve');
  await run('rollback', 0, ...all, '--copy-back', '--reason', 'CHG-2', '--auto-approve');
  expect(await Promise.all(['orders-a', 'orders-b', 'orders-c'].map(isFrozen))).toEqual([false, false, false]);
  expect(await indexNames('new')).toEqual(['copy-a', 'copy-b', 'copy-c']);
});
