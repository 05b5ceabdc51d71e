import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Checkpoint, EMPTY_CHECKPOINT } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LiveNote, liveNotePath, readLiveNote } from './live-note.ts';
import { FakeIo } from './testing/fake-io.ts';
import type { JsonLive } from './views/documents/json-objects.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-live-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const AT = Date.parse('2026-11-26T10:00:00.000Z');
const HOST = new FakeIo({ livePids: [100] }).host;
const NOTE: JsonLive = {
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
  const path = liveNotePath(join(folder, 'shop.db'));
  if (text !== undefined) writeFileSync(path, text);
  const { run = 'run-2', pid = 100, now = AT + 2_000 } = options;
  return readLiveNote(path, { checkpoint: checkpoint(run, pid), host: HOST, now });
}

describe('the note of a run that is going on', () => {
  test('is written every second for its owner alone, and gone when the run has ended', async () => {
    const clock = new VirtualClock();
    const path = liveNotePath(join(folder, 'shop.db'));
    let isBegun = false;
    let written = 0;
    const build = (): JsonLive | undefined => {
      if (!isBegun) return undefined;
      written += 1;
      return { ...NOTE, remote_task_count: written };
    };
    const note = new LiveNote({ path, clock, build });
    await clock.advance(5_000);
    expect(existsSync(path)).toBe(false);
    isBegun = true;
    await clock.advance(3_000);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...NOTE, remote_task_count: 3 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await note[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that was never written is not taken away from another process', async () => {
    const path = liveNotePath(join(folder, 'shop.db'));
    writeFileSync(path, 'of another');
    const clock = new VirtualClock();
    const note = new LiveNote({ path, clock, build: () => undefined });
    await clock.advance(3_000);
    await note[Symbol.asyncDispose]();
    expect(readFileSync(path, 'utf8')).toBe('of another');
  });

  test('that cannot be written stops nothing', async () => {
    const clock = new VirtualClock();
    const note = new LiveNote({ path: join(folder, 'missing', 'shop.db.live.json'), clock, build: () => NOTE });
    await clock.advance(3_000);
    await note[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('has counted down by the time it is read, and shows no time left that has passed', () => {
    const eta = { ms: 60_000, basis: 'simulated', at: NOTE.at } as const;
    const read6 = (ms: number) => read(JSON.stringify({ ...NOTE, eta: { ...eta, ms } }), { now: AT + 6_000 })?.eta?.ms;
    expect(read6(60_000)).toBe(54_000);
    expect(read6(5_000)).toBeUndefined();
  });

  test('is read while the run lives and has just written it', () => {
    expect(read(JSON.stringify(NOTE))).toEqual(NOTE);
    expect(read(undefined, { now: AT + 11_000 })).toBeUndefined();
    expect(read(undefined, { run: 'run-3' })).toBeUndefined();
    expect(read(undefined, { pid: 101 })).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['a torn text', '{"kind":"live"'],
    ['another object', '{"kind":"summary"}'],
    ['another format', JSON.stringify({ ...NOTE, format_version: '2.0' })],
    ['a note of another host', JSON.stringify({ ...NOTE, host: 'elsewhere' })],
    ['a note without a time', JSON.stringify({ ...NOTE, at: 'soon' })],
    ['a huge one', JSON.stringify({ ...NOTE, more: 'x'.repeat(1_000_001) })],
  ])('is ignored when it is %s', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });
});
