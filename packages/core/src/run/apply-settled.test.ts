import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import { openSqliteStore } from '../journal/sqlite/sqlite-store.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { SettledPlan } from '../standing/read-settled.ts';
import { resumeUncompiled } from '../standing/snapshot.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { VERSION } from '../version.ts';
import { applySettled } from './apply-settled.ts';
import type { RunResult } from './run-result.ts';

const MIGRATIONS = [
  { name: 'indices', target: 'move', keys: ['a', 'b', 'c'] },
  { name: 'reports', target: 'copy', keys: ['x'], needs: ['indices[*]'] },
];
const OWNER = { host: 'host', pid: 1, user: 'tester' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-settled-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A plan that is done, in a state with a snapshot of that. */
class Done implements AsyncDisposable {
  readonly world = new RunWorld();
  readonly fixture = this.world.plan(MIGRATIONS);
  readonly store: CheckpointStore;
  readonly path: string;

  constructor(name: string) {
    this.path = join(folder, name);
    this.store = openSqliteStore({ path: this.path, plan: 'fixture', random: createSeededRandom(3) });
  }

  static async open(name = 'state.db'): Promise<Done> {
    const done = new Done(name);
    expect((await done.apply()).outcome).toBe('succeeded');
    done.world.events.length = 0;
    return done;
  }

  apply(): Promise<RunResult> {
    return this.world.run(this.fixture, { store: this.store });
  }

  async settled(): Promise<SettledPlan> {
    const saved = await this.store.readSnapshot?.();
    if (saved === undefined) throw new Error('there is no snapshot');
    const versionOf = (part: string) => (part === 'core' ? VERSION : this.world.registry.get(part)?.version);
    const { sourceDigest: source, digest: planDigest } = this.fixture.plan;
    const found = await resumeUncompiled(saved, this.store.read(saved.seq), { sourceOf: () => source, versionOf });
    if (found?.isAllSettled !== true) throw new Error('something is left to do');
    return { ...found, head: this.fixture.plan, planDigest };
  }

  applySettled(settled: SettledPlan, registry = this.world.registry): Promise<RunResult | undefined> {
    const { world, store } = this;
    return world.clock.runUntil(
      applySettled({
        settled,
        registry,
        store,
        transport: { send: () => Promise.reject(new Error('nothing is to be sent')) },
        clock: world.clock,
        random: createSeededRandom(2),
        env: {},
        readSecret: () => undefined,
        owner: OWNER,
        onEvent: (event) => world.events.push(event),
      }),
    );
  }

  async records(): Promise<readonly JournalRecord[]> {
    const records: JournalRecord[] = [];
    for await (const batch of this.store.read()) records.push(...batch);
    return records;
  }

  change(sql: string): void {
    const database = new DatabaseSync(this.path);
    database.exec(sql);
    database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
  }
}

/** Without times: how often the virtual clock turns beside a real file differs from run to run. */
async function outcomeOf(done: Done, result: RunResult | undefined) {
  const events = done.world.events.map(({ at: _at, ...event }) => event);
  const records = await done.records();
  const runs = records.slice(records.findLastIndex(({ kind }) => kind === 'run.started'));
  return { result, events, records: runs.map(({ t: _t, ...record }) => record) };
}

test('it leaves the result, the events and the records of any run in which nothing is left to do', async () => {
  await using long = await Done.open('long.db');
  await using short = await Done.open('short.db');
  for (const { store } of [long, short]) {
    await store.post({ kind: 'approve', step: 'indices[a].gate', by: 'a@h' });
    await store.post({ kind: 'cancel', by: 'a@h' });
  }
  for (const _round of [1, 2]) {
    const expected = await outcomeOf(long, await long.apply());
    const found = await outcomeOf(short, await short.applySettled(await short.settled()));
    expect(found).toEqual(expected);
    expect(expected.result).toMatchObject({ outcome: 'succeeded', counts: { units: { total: 4, succeeded: 4 } } });
  }
  expect(await short.store.readPosted?.()).toEqual([]);
});

test('a run of the whole plan resumes after it', async () => {
  await using done = await Done.open();
  await done.applySettled(await done.settled());
  expect(await done.apply()).toMatchObject({ run: 'run-3', outcome: 'succeeded' });
});

test('a record that came after the reading makes it give up, and nothing is recorded', async () => {
  await using done = await Done.open();
  const settled = await done.settled();
  await done.apply();
  const before = await done.records();
  expect(await done.applySettled(settled)).toBeUndefined();
  expect(await done.records()).toEqual(before);
  await using _lease = await done.store.acquire(OWNER);
});

test('a connection that leads somewhere else makes it give up, and nothing is recorded', async () => {
  await using done = await Done.open();
  const settled = await done.settled();
  const { lastRun } = settled.checkpoint;
  if (lastRun === undefined) throw new Error('there was a run');
  const started = { ...lastRun.started, connections: { it: { identity: { region: 'eu' } } } };
  const checkpoint = { ...settled.checkpoint, lastRun: { ...lastRun, started } };
  const registryIn = (region: string) =>
    createRegistry([{ ...createFakeProvider(done.world.vendor), connectionOf: () => ({ region }) }]);
  const before = await done.records();
  expect(await done.applySettled({ ...settled, checkpoint }, registryIn('nl'))).toBeUndefined();
  expect(await done.records()).toEqual(before);
  expect(await done.applySettled({ ...settled, checkpoint }, registryIn('eu'))).toMatchObject({ run: 'run-2' });
});

test('a journal that is not as it was written is refused, wherever that is', async () => {
  const count = await Done.open('count.db').then(async (done) => {
    await using opened = done;
    return (await opened.records()).length;
  });
  for (let seq = 1; seq <= count; seq += 1) {
    await using done = await Done.open(`state-${seq}.db`);
    const settled = await done.settled();
    done.change(`UPDATE journal SET t = t + 1 WHERE seq = ${seq}`);
    await expect(done.applySettled(settled), `record ${seq}`).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
  }
});

test('while another process holds the state, it is refused', async () => {
  await using done = await Done.open();
  const settled = await done.settled();
  await using _lease = await done.store.acquire(OWNER);
  await expect(done.applySettled(settled)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
});

test('what fails after its first record ends it as failed', async () => {
  await using done = await Done.open();
  const settled = await done.settled();
  await done.store.post({ kind: 'cancel', by: 'a@h' });
  done.change(`UPDATE inbox SET body = '{"kind":"cancel","by":"b@h"}'`);
  await expect(done.applySettled(settled)).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
  expect((await done.records()).at(-1)).toMatchObject({ kind: 'run.ended', outcome: 'failed' });
});
