import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { openSqliteStore } from '../journal/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { readSettled, type SettledPlan } from './read-settled.ts';

const TEXT = `version: 1
name: shop
providers:
  it: { type: fake }
migrations:
  indices:
    uses: it.move
    for_each: [a, b]
    with: { name: "\${{ each.key }}" }
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-settled-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function openDone(world: RunWorld): Promise<CheckpointStore> {
  const { compiled, diagnostics } = compilePlan(TEXT, { file: 'plan.yaml', registry: world.registry });
  if (compiled === undefined) throw new Error(diagnostics.map(({ detail }) => detail).join('\n'));
  const store = openSqliteStore({ path: join(folder, 'state.db'), plan: 'shop', random: createSeededRandom(3) });
  expect((await world.run(compiled, { store })).outcome).toBe('succeeded');
  return store;
}

function read(store: CheckpointStore, world: RunWorld, text = TEXT): Promise<SettledPlan | undefined> {
  return readSettled(store, Buffer.from(text), { file: 'plan.yaml', registry: world.registry, variables: {} });
}

test('a plan in which everything is done is known by its snapshot, exactly as it was written', async () => {
  const world = new RunWorld();
  await using store = await openDone(world);
  const found = await read(store, world);
  expect(found?.head).toMatchObject({ name: 'shop', providers: new Map([['it', { type: 'fake' }]]) });
  expect([...(found?.settled.keys() ?? [])]).toEqual(['indices[a]', 'indices[b]']);
  expect(await read(store, world, `${TEXT}# a comment\n`)).toBeUndefined();
});

test('after a thousand more records a run of the whole plan is due, which saves a new one', async () => {
  const world = new RunWorld();
  await using store = await openDone(world);
  await using lease = await store.acquire({ host: 'h', pid: 1, user: 'u' });
  const append = async (count: number): Promise<void> => {
    const ended = { t: 1, kind: 'run.ended', run: 'run-1', outcome: 'succeeded', unitCounts: {} } as const;
    await lease.append(Array.from({ length: count }, (_, index) => ({ rid: `${count}-more-${index}`, ...ended })));
  };
  await append(1_000);
  expect(await read(store, world)).toBeDefined();
  await append(1);
  expect(await read(store, world)).toBeUndefined();
});

test('a store without snapshots knows none', async () => {
  const world = new RunWorld();
  await using store = await openDone(world);
  const { header, location } = store;
  const bare = { header, location, read: () => store.read() } as unknown as CheckpointStore;
  expect(await read(bare, world)).toBeUndefined();
});
