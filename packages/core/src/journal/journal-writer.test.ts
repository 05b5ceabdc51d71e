import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { CheckpointFold } from './checkpoint.ts';
import type { Lease } from './checkpoint-store.ts';
import { JournalWriter } from './journal-writer.ts';
import type { NewRecord, RecordBody } from './record.ts';

/** A lease whose turns and commits are what the test says, and that keeps each batch. */
class ScriptedLease implements Lease {
  readonly epoch = 1;
  commitsAtOnce = 1;
  readonly batches: (readonly NewRecord[])[] = [];
  turns = 0;
  onTurn: (turn: number) => void = () => {};
  failure: Error | undefined;
  /** While set, a commit stays under way until the test ends it. */
  isHeld = false;
  readonly held: PromiseWithResolvers<void>[] = [];

  async gather(): Promise<void> {
    this.turns += 1;
    this.onTurn(this.turns);
  }

  async append(records: readonly NewRecord[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.batches.push(records);
    if (!this.isHeld) return;
    const commit = Promise.withResolvers<void>();
    this.held.push(commit);
    await commit.promise;
  }

  async readRequests(): Promise<readonly []> {
    return [];
  }

  async dropRequests(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

function approval(step: string): RecordBody {
  return { kind: 'gate.approved', step, by: 'tester' };
}

function intent(step: string): RecordBody {
  const sent = { operation: 'Create', requestDigest: '', policy: 'manual' } as const;
  return { kind: 'step.intent', step, attempt: 1, fingerprint: 'f', ...sent };
}

function stepsOf(batch: readonly NewRecord[]): readonly string[] {
  return batch.map((record) => ('step' in record ? record.step : ''));
}

function open() {
  const lease = new ScriptedLease();
  const fold = new CheckpointFold();
  return { lease, fold, writer: new JournalWriter(lease, new VirtualClock(), fold) };
}

describe('JournalWriter', () => {
  it('lets what is recorded in the same tick share one commit', async () => {
    const { lease, writer } = open();
    await Promise.all([writer.append(approval('a')), writer.append(approval('b'))]);
    expect(lease.batches.map(stepsOf)).toEqual([['a', 'b']]);
  });

  it('gathers as long as each turn brings more', async () => {
    const { lease, writer } = open();
    const later: Promise<void>[] = [];
    lease.onTurn = (turn) => {
      if (turn <= 2) later.push(writer.append(approval(`turn-${turn}`)));
    };
    await writer.append(approval('first'));
    await Promise.all(later);
    expect(lease.batches.map(stepsOf)).toEqual([['first', 'turn-1', 'turn-2']]);
    expect(lease.turns).toBe(3);
  });

  it('lets calls leave before what follows from outcomes of the same commit, which waits a turn', async () => {
    const { lease, writer } = open();
    const order: string[] = [];
    const append = async (step: string, record: RecordBody): Promise<void> => {
      await writer.append(record);
      order.push(step);
    };
    const [outcome, other] = [append('outcome', approval('a')), append('other', approval('b'))];
    await append('call', intent('c'));
    expect(order).toEqual(['call']);
    await Promise.all([outcome, other]);
    expect([order, lease.turns]).toEqual([['call', 'outcome', 'other'], 2]);
    await append('alone', approval('d'));
    expect(lease.turns).toBe(3);
  });

  it('acknowledges what is durable although the store can gather nothing more', async () => {
    const { lease, writer } = open();
    lease.onTurn = (turn) => {
      if (turn > 1) throw new Error('closed');
    };
    await Promise.all([writer.append(approval('outcome')), writer.append(intent('call'))]);
    await expect(writer.append(approval('later'))).rejects.toThrow('closed');
  });

  it('folds a record exactly when it is durable', async () => {
    const { fold, writer } = open();
    const appended = writer.append(approval('a'));
    expect(fold.step('a')).toBeUndefined();
    await appended;
    expect(fold.step('a')?.status).toBe('succeeded');
    expect(fold.lastSeq).toBe(1);
  });

  it('refuses everything after a commit that failed', async () => {
    const { lease, fold, writer } = open();
    lease.failure = new Error('the disk is full');
    await expect(writer.append(approval('a'))).rejects.toThrow('the disk is full');
    lease.failure = undefined;
    await expect(writer.append(approval('b'))).rejects.toThrow('the disk is full');
    expect(lease.batches).toEqual([]);
    expect(fold.lastSeq).toBe(0);
  });
});

describe('commits under way at once', () => {
  it('are as many as the store takes', async () => {
    const { lease, writer } = openHeld();
    const appended = ['a', 'b', 'c'].map(async (step) => writer.append(approval(step)).then(() => step));
    const late = writer.append(approval('d'));
    await setImmediate();
    const later = writer.append(approval('e'));
    await setImmediate();
    writer.append(approval('f')).catch(() => {});
    await setImmediate();
    expect(lease.batches.map(stepsOf)).toEqual([['a', 'b', 'c', 'd'], ['e']]);
    lease.held[0]?.resolve();
    await Promise.all([...appended, late]);
    await setImmediate();
    expect(lease.batches.map(stepsOf)).toEqual([['a', 'b', 'c', 'd'], ['e'], ['f']]);
    lease.held[1]?.resolve();
    await later;
  });

  it('are folded in the order in which they were written, whichever is durable first', async () => {
    const { lease, fold, writer } = openHeld();
    const ended: string[] = [];
    const first = writer.append(approval('a')).then(() => ended.push('a'));
    await setImmediate();
    const second = writer.append(approval('b')).then(() => ended.push('b'));
    await setImmediate();
    lease.held[1]?.resolve();
    await setImmediate();
    expect(ended).toEqual([]);
    expect(fold.lastSeq).toBe(0);
    lease.held[0]?.resolve();
    await Promise.all([first, second]);
    expect(ended).toEqual(['a', 'b']);
    expect(fold.lastSeq).toBe(2);
  });

  it('count for nothing when one before them failed', async () => {
    const { lease, fold, writer } = openHeld();
    const first = writer.append(approval('a'));
    await setImmediate();
    const second = writer.append(approval('b'));
    await setImmediate();
    lease.held[1]?.resolve();
    lease.held[0]?.reject(new Error('the disk is full'));
    await expect(first).rejects.toThrow('the disk is full');
    await expect(second).rejects.toThrow('the disk is full');
    expect(fold.lastSeq).toBe(0);
  });

  it('are acknowledged although one after them failed sooner', async () => {
    const { lease, fold, writer } = openHeld();
    const first = writer.append(approval('a'));
    await setImmediate();
    const second = writer.append(approval('b'));
    second.catch(() => {});
    await setImmediate();
    lease.held[1]?.reject(new Error('the disk is full'));
    await setImmediate();
    lease.held[0]?.resolve();
    await first;
    await expect(second).rejects.toThrow('the disk is full');
    expect(fold.lastSeq).toBe(1);
  });
});

function openHeld() {
  const opened = open();
  opened.lease.commitsAtOnce = 2;
  opened.lease.isHeld = true;
  return opened;
}
