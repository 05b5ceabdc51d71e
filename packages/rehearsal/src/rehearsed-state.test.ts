import { type CheckpointStore, type NewRecord, openMemoryStore } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, test } from 'vitest';
import type { RehearsalPoint } from './rehearsal-options.ts';
import { RehearsedState } from './rehearsed-state.ts';

describe('the state of a rehearsal', () => {
  test('counts commits, and acknowledges those that were not interrupted', async () => {
    const points: [RehearsalPoint['when'], number][] = [];
    const { state, commit } = stateWith(({ when, index }) => {
      points.push([when, index]);
      if (index === 2 && when === 'before') throw new Error('died before');
      if (index === 3 && when === 'after') throw new Error('died after');
    });
    await commit('a');
    await expect(commit('b')).rejects.toThrow('died before');
    await expect(commit('c')).rejects.toThrow('died after');
    expect(points.map(([when, index]) => `${when} ${index}`)).toEqual([
      'before 1',
      'after 1',
      'before 2',
      'before 3',
      'after 3',
    ]);
    expect(state.commits).toBe(3);
    // The last one is on the disk, and no process knows.
    expect(state.records.map(({ rid }) => rid)).toEqual(['a', 'c']);
    expect([...state.acknowledged]).toEqual(['a']);
  });

  test('knows from the plan of the slices to the end of the step that own work is under way', async () => {
    const seen: boolean[] = [];
    const { state, commit } = stateWith(({ when, isOwnWork }) => {
      if (when === 'before') seen.push(isOwnWork === true);
    });
    const common = { step: 'a.count', attempt: 1 };
    await commit('a');
    await commit('b', { ...common, kind: 'job.planned', slices: [] } as never);
    await commit('c');
    expect(state.isOwnWork).toBe(true);
    await commit('d', { ...common, kind: 'step.failed' } as never);
    await commit('e');
    expect(seen).toEqual([false, true, true, true, false]);
  });

  test('a dead process commits nothing, and its tries are not counted', async () => {
    let isDead = false;
    const { state, commit } = stateWith(
      () => {},
      () => isDead,
    );
    await commit('a');
    isDead = true;
    await expect(commit('b')).rejects.toThrow('dead');
    expect(state).toMatchObject({ commits: 1, records: [{ rid: 'a' }] });
  });

  test('an older copy takes back what it does not have, the acknowledgement included', async () => {
    const { state, commit } = stateWith();
    for (const rid of ['a', 'b', 'c']) await commit(rid);
    state.suffer({ kind: 'tail-lost', count: 2 });
    expect(state.records.map(({ rid }) => rid)).toEqual(['a']);
    expect([...state.acknowledged]).toEqual(['a']);
    expect(state.isDamaged).toBe(false);
  });

  test('a flipped bit is damage until a copy from before it takes its place', async () => {
    const { state, commit } = stateWith();
    for (const rid of ['a', 'b', 'c']) await commit(rid);
    state.suffer({ kind: 'bit-flipped', seq: 2, bit: 40 });
    expect(state.isDamaged).toBe(true);
    expect(() => state.disk.readVerified('memory')).toThrow();
    state.restoreCopyBeforeDamage();
    expect(state.isDamaged).toBe(false);
    expect(state.disk.readVerified('memory').map(({ rid }) => rid)).toEqual(['a']);
  });

  test.each([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ])('a copy of the first %i records has lost the first run: %s', async (kept, hasLostFirstRun) => {
    const { state, commit } = stateWith();
    await commit('before');
    await commit('start', { kind: 'run.started' });
    await commit('after');
    expect(state.hasLostFirstRun).toBe(false);
    state.restoreCopy(kept);
    expect(state.hasLostFirstRun).toBe(hasLostFirstRun);
    // What is begun anew does not bring it back.
    await commit('anew', { kind: 'run.started' });
    expect(state.hasLostFirstRun).toBe(hasLostFirstRun);
  });

  test.each([
    [true, 'the same id, which the preview fixes'],
    [false, 'an id of its own'],
  ])('lost, with a preview %s: the next one has %s', async (isPreviewed) => {
    const { state, commit } = stateWith(undefined, undefined, isPreviewed);
    await commit('a');
    const before = state.disk.header.stateId;
    state.lose();
    expect(state.disk.header.stateId === before).toBe(isPreviewed);
    expect([state.records.length, state.acknowledged.size]).toEqual([0, 0]);
  });
});

function stateWith(
  onCommit: (point: RehearsalPoint) => void = () => {},
  isDead: () => boolean = () => false,
  isPreviewed = false,
) {
  const clock = new VirtualClock();
  const state = new RehearsedState({ planName: 'shop', seed: 1, clock, isPreviewed, isDead, onCommit });
  const commit = async (rid: string, body: object = SWEEP): Promise<void> => {
    state.disk.releaseLockOfDeadProcess();
    const store: CheckpointStore = openMemoryStore(state.disk);
    const work = commitTo(store, { ...body, rid, t: clock.now() } as NewRecord);
    await clock.runUntil(work, 60_000);
  };
  return { state, commit };
}

const SWEEP = { kind: 'orphans.swept', cleared: {}, unlisted: {}, deleted: [], by: 'rehearsal' } as const;

async function commitTo(store: CheckpointStore, record: NewRecord): Promise<void> {
  await using lease = await store.acquire({ host: 'rehearsal', pid: 1, user: 'rehearsal' });
  await lease.append([record]);
}
