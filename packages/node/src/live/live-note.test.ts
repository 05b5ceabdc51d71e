import { type Checkpoint, EMPTY_CHECKPOINT } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, test } from 'vitest';
import { LiveNote, readLiveNote } from './live-note.ts';
import type { LiveStatus } from './live-status.ts';

const AT = Date.parse('2026-11-26T10:00:00.000Z');
const HOST = { name: 'here', isProcessAlive: (pid: number) => pid === 100 };
const NOTE: LiveStatus = {
  format_version: '1.1',
  kind: 'live',
  run: 'run-2',
  host: HOST.name,
  pid: 100,
  at: new Date(AT).toISOString(),
  accounts: [],
  suspended: [],
  selection: { target: [], exclude: [], left_out: 0 },
  waiting: [],
  record: 7,
  steps: { done: 1, total: 3 },
  units: { total: 1, active: 1 },
  remote_task_count: 1,
  wait_count: 1,
  remote_tasks: [{ step: 'one.await', status: 'COPYING', progress: 0.5, since: new Date(AT - 60_000).toISOString() }],
};

function checkpoint(run: string, pid: number): Checkpoint {
  const owner = { host: HOST.name, pid, user: 'tester' };
  const started = {
    kind: 'run.started',
    run,
    plan: 'shop',
    planDigest: 'd',
    stepCount: 1,
    versions: {},
    owner,
  } as const;
  return { ...EMPTY_CHECKPOINT, runCount: 2, lastRun: { started, startedAtMs: AT - 90_000 } as Checkpoint['lastRun'] };
}

function read(text: string | undefined, options: { run?: string; pid?: number; now?: number } = {}) {
  const { run = 'run-2', pid = 100, now = AT + 2_000 } = options;
  return readLiveNote(text, { checkpoint: checkpoint(run, pid), host: HOST, now });
}

/** Keeps what was written last, as a store does. */
class FakeLive {
  text: string | undefined;
  written = 0;
  readonly #isWritable: boolean;

  constructor(isWritable = true) {
    this.#isWritable = isWritable;
  }

  async writeLive(text: string | undefined): Promise<boolean> {
    this.written += 1;
    if (this.#isWritable) this.text = text;
    return await Promise.resolve(this.#isWritable);
  }
}

describe('the note of a run that is in progress', () => {
  test('is written every second, and gone when the run has ended', async () => {
    const clock = new VirtualClock();
    const store = new FakeLive();
    let isBegun = false;
    let built = 0;
    const build = (): LiveStatus | undefined => {
      if (!isBegun) return undefined;
      built += 1;
      return { ...NOTE, remote_task_count: built };
    };
    const note = new LiveNote({ store, clock, build });
    await clock.advance(5_000);
    expect(store.written).toBe(0);
    isBegun = true;
    await clock.advance(3_000);
    expect(JSON.parse(store.text ?? '')).toEqual({ ...NOTE, remote_task_count: 3 });
    await note[Symbol.asyncDispose]();
    expect(store.text).toBeUndefined();
  });

  test('that was never written is not taken away from another process', async () => {
    const store = new FakeLive();
    store.text = 'of another';
    const clock = new VirtualClock();
    const note = new LiveNote({ store, clock, build: () => undefined });
    await clock.advance(3_000);
    await note[Symbol.asyncDispose]();
    expect(store.text).toBe('of another');
  });

  test.each([
    ['cannot be written', new FakeLive(false)],
    ['has no place in a store', {}],
  ])('that %s stops nothing', async (_what, store) => {
    const clock = new VirtualClock();
    const note = new LiveNote({ store, clock, build: () => NOTE });
    await clock.advance(3_000);
    await note[Symbol.asyncDispose]();
    expect(store).not.toHaveProperty('text', expect.any(String));
  });

  test('has counted down by the time it is read, and shows no time left that has passed', () => {
    const eta = { ms: 60_000, basis: 'simulated', at: NOTE.at } as const;
    const read6 = (ms: number) => read(JSON.stringify({ ...NOTE, eta: { ...eta, ms } }), { now: AT + 6_000 })?.eta?.ms;
    expect(read6(60_000)).toBe(54_000);
    expect(read6(5_000)).toBeUndefined();
  });

  test('is read while the run lives and has just written it', () => {
    expect(read(JSON.stringify(NOTE))).toEqual(NOTE);
    const text = JSON.stringify(NOTE);
    expect(read(text, { now: AT + 11_000 })).toBeUndefined();
    expect(read(text, { run: 'run-3' })).toBeUndefined();
    expect(read(text, { pid: 101 })).toBeUndefined();
    expect(read(undefined)).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['a torn text', '{"kind":"live"'],
    ['another object', '{"kind":"summary"}'],
    ['another format', JSON.stringify({ ...NOTE, format_version: '2.0' })],
    ['a note of another host', JSON.stringify({ ...NOTE, host: 'elsewhere' })],
    ['a note without a time', JSON.stringify({ ...NOTE, at: 'soon' })],
  ])('is ignored when it is %s', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });
});
