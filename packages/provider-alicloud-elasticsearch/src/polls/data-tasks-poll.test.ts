import type { Json, JsonObject, Observation, PollHistory, PollItem, Verdict } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findExistingTasks } from '../reconcile/find-existing-tasks.ts';
import { MEANING_FIELD } from './data-task.ts';
import { dataTasksPoll } from './data-tasks-poll.ts';
import { DEFAULT_STATUS_WORDS, meaningOf, statusWords } from './status-words.ts';

const INSTANCE = 'es-cn-n6w1o1x0w001c';
const PAIR = { InstanceId: INSTANCE, sourceIndex: 'old', sourceType: '_doc', sinkIndex: 'new', sinkType: '_doc' };
const FRESH: PollHistory = { waitedMs: 0, heldSinceMs: undefined, nowMs: 0, statuses: [] };

describe('one round', () => {
  test('asks once for all waiting steps of an instance', async () => {
    const calls: unknown[] = [];
    const rows = [row('t-1', 'RUNNING', 'old', 'new'), row('t-2', 'SUCCESS', 'old2', 'new2')];
    const items: PollItem[] = [
      { goal: 'succeeded', arguments: { InstanceId: INSTANCE, taskId: 't-2' } },
      { goal: 'found', arguments: PAIR },
      { goal: 'absent', arguments: { InstanceId: INSTANCE, taskId: 't-9' } },
    ];
    const seen = await dataTasksPoll.read(items, {
      round: 0,
      read: (operation, args) => {
        calls.push([operation, args]);
        return Promise.resolve({ Result: rows });
      },
    });
    expect(calls).toEqual([['ListDataTasks', { InstanceId: INSTANCE }]]);
    expect(seen).toEqual([
      { task_id: 't-2', status: 'SUCCESS', meaning: 'succeeded' },
      { task_id: 't-1', status: 'RUNNING', meaning: 'running' },
      undefined,
    ]);
  });

  test('groups by instance', () => {
    expect(dataTasksPoll.scope({ InstanceId: INSTANCE })).toBe(INSTANCE);
  });

  test.each<Json>([
    {},
    { Result: null },
    { Result: {} },
    null,
    { Result: [{}] },
    { Result: [null] },
    { Result: [{ taskId: 5 }] },
  ])('an answer without a readable list is an error and not an empty list: %o', async (response) => {
    await expect(look(PAIR, response)).rejects.toMatchObject({ class: 'transient', effect: 'none' });
  });
});

describe('which task is ours', () => {
  test('the one with the same source and sink', async () => {
    const rows = [
      row('t-1', 'RUNNING', 'old', 'other'),
      row('t-2', 'RUNNING', 'other', 'new'),
      row('t-3', 'RUNNING', 'old', 'new', { sinkType: 'other' }),
      row('t-4', 'RUNNING', 'new', 'old'),
      row('t-5', 'RUNNING', 'old', 'new'),
    ];
    expect(await look(PAIR, { Result: rows })).toMatchObject({ task_id: 't-5' });
  });

  test('a row without types is told apart by its indices alone', async () => {
    const rows = [{ taskId: 't-1', status: 'RUNNING', sourceCluster: { index: 'old' }, sinkCluster: { index: 'new' } }];
    expect(await look(PAIR, { Result: rows })).toMatchObject({ task_id: 't-1' });
  });

  test('an old task of the same pair is never taken', async () => {
    const rows = [row('t-1', 'SUCCESS', 'old', 'new')];
    expect(await look({ ...PAIR, existing_ids: ['t-1'] }, { Result: rows })).toBeUndefined();
    const more = [row('t-2', 'RUNNING', 'old', 'new'), ...rows];
    expect(await look({ ...PAIR, existing_ids: ['t-1'] }, { Result: more })).toMatchObject({ task_id: 't-2' });
  });

  test('several new ones are nobody’s', async () => {
    const rows = [
      row('t-3', 'RUNNING', 'old', 'new'),
      row('t-2', 'RUNNING', 'old', 'new'),
      row('t-1', 'SUCCESS', 'old', 'new'),
    ];
    const observation = await look({ ...PAIR, existing_ids: ['t-1'] }, { Result: rows });
    for (const goal of ['found', 'succeeded']) {
      const verdict = judge(goal, observation);
      expect(verdict).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('Several tasks match') as unknown,
      });
      expect(verdict).toMatchObject({ reason: expect.stringContaining('t-3, t-2') as unknown });
    }
  });

  test('the shape of the vendor’s table is read like that of its sample', async () => {
    const sides = {
      address: { endpoint: 'http://10.0.0.1:9200', vpcId: 'vpc-x' },
      definition: { settings: '{}', mapping: '{}' },
    };
    const source = { index: 'old', type: '_doc' };
    const sink = { index: 'new', type: '_doc' };
    const shapes: JsonObject[] = [
      { sourceCluster: { ...source, ...sides.address }, sinkCluster: { ...sink, ...sides.definition } },
      { sourceCluster: { ...source, ...sides.definition }, sinkCluster: { ...sink, ...sides.address } },
      { sourceCluster: { ...sink, ...sides.definition }, sinkCluster: { ...source, ...sides.address } },
    ];
    for (const shape of shapes) {
      const rows = [{ taskId: 't-1', status: 'RUNNING', ...shape }];
      expect(await look(PAIR, { Result: rows })).toMatchObject({ task_id: 't-1' });
    }
  });

  test('what was there before is found by the arguments of the create', async () => {
    const args = {
      InstanceId: INSTANCE,
      sourceCluster: { index: 'old', type: '_doc' },
      sinkCluster: { index: 'new', type: '_doc' },
    };
    const rows = [
      row('t-3', 'RUNNING', 'old', 'new'),
      row('t-2', 'RUNNING', 'x', 'new'),
      row('t-1', 'SUCCESS', 'old', 'new'),
    ];
    expect(await findExistingTasks(args, () => Promise.resolve({ Result: rows }))).toEqual(['t-3', 't-1']);
  });
});

describe('verdicts', () => {
  test('found: the list shows the task, whatever its status', () => {
    for (const [status, meaning] of [
      ['PENDING', 'running'],
      ['SUCCESS', 'succeeded'],
      ['FAILED', 'failed'],
    ] as const) {
      expect(judge('found', task(status, meaning))).toEqual({ kind: 'reached', status, outputs: { task_id: 't-1' } });
    }
  });

  test('succeeded', () => {
    const outputs = { task_id: 't-1', status: 'success' };
    expect(judge('succeeded', task('success', 'succeeded'))).toEqual({ kind: 'reached', status: 'success', outputs });
    expect(judge('succeeded', task('FAILED', 'failed'))).toMatchObject({ kind: 'failed', status: 'FAILED' });
    expect(judge('succeeded', task('RUNNING', 'running'))).toEqual({ kind: 'pending', status: 'RUNNING' });
  });

  test('absent', () => {
    expect(judge('absent', undefined)).toEqual({ kind: 'reached', status: 'absent', outputs: {} });
    expect(judge('absent', task('SUCCESS', 'succeeded'))).toEqual({ kind: 'pending', status: 'SUCCESS' });
  });

  test('not listed yet: pending, with a word after five minutes', () => {
    for (const goal of ['found', 'succeeded']) {
      expect(judge(goal, undefined)).toEqual({ kind: 'pending', status: 'not listed' });
      const history = { ...FRESH, waitedMs: 300_000, statuses: ['not listed'] };
      expect(judge(goal, undefined, PAIR, history)).toMatchObject({
        kind: 'pending',
        warning: expect.any(String) as unknown,
      });
    }
  });

  test('one list without a task that was seen may be stale', () => {
    const lost = { kind: 'pending', status: 'not listed' };
    expect(judge('succeeded', undefined, { InstanceId: INSTANCE, taskId: 't-1' })).toEqual(lost);
    expect(judge('succeeded', undefined, PAIR, { ...FRESH, statuses: ['not listed', 'RUNNING'] })).toEqual(lost);
  });

  test.each([
    ['known by its id', { InstanceId: INSTANCE, taskId: 't-1' }, { ...FRESH, statuses: ['not listed'] }],
    ['seen before in this wait', PAIR, { ...FRESH, statuses: ['RUNNING', 'not listed'] }],
  ])('a task %s that is no longer listed is neither success nor failure', (_name, args, history) => {
    const verdict = judge('succeeded', undefined, args, history);
    expect(verdict).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('neither success nor failure') as unknown,
    });
  });

  test('any word that no list has stays pending, with a warning', async () => {
    const known = [...DEFAULT_STATUS_WORDS.success, ...DEFAULT_STATUS_WORDS.failure, ...DEFAULT_STATUS_WORDS.running];
    await fc.assert(
      fc.asyncProperty(fc.string(), async (word) => {
        fc.pre(!known.includes(word.trim().toUpperCase()));
        const observation = await look(PAIR, { Result: [row('t-1', word, 'old', 'new')] });
        const verdict = judge('succeeded', observation);
        expect(verdict).toMatchObject({ kind: 'pending', status: word, warning: expect.any(String) as unknown });
      }),
    );
  });

  test('a status that is no text is an unknown one', async () => {
    const rows = [{ ...row('t-1', '', 'old', 'new'), status: null }];
    expect(judge('succeeded', await look(PAIR, { Result: rows }))).toMatchObject({ kind: 'pending', status: '' });
  });
});

describe('status words', () => {
  test('are compared without regard to case', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DEFAULT_STATUS_WORDS.success, ...DEFAULT_STATUS_WORDS.failure),
        fc.boolean(),
        (word, isLower) => {
          const spelled = isLower ? word.toLowerCase() : ` ${word} `;
          expect(meaningOf(spelled, DEFAULT_STATUS_WORDS)).toBe(meaningOf(word, DEFAULT_STATUS_WORDS));
          expect(['succeeded', 'failed']).toContain(meaningOf(word, DEFAULT_STATUS_WORDS));
        },
      ),
    );
  });

  test('of a plan replace the assumed ones, each list for itself', () => {
    const words = statusWords({ success: ['FINISHED'], failure: undefined });
    expect(meaningOf('finished', words)).toBe('succeeded');
    expect(meaningOf('SUCCESS', words)).toBe('unknown');
    expect(meaningOf('FAILED', words)).toBe('failed');
    expect(statusWords(undefined)).toEqual(DEFAULT_STATUS_WORDS);
  });

  test('what the session says about a status counts before the assumed words', async () => {
    const rows = [{ ...row('t-1', 'SUCCESS', 'old', 'new'), [MEANING_FIELD]: 'failed' }];
    expect(judge('succeeded', await look(PAIR, { Result: rows }))).toMatchObject({ kind: 'failed' });
  });
});

function row(
  taskId: string,
  status: string,
  source: string,
  sink: string,
  { sinkType = '_doc' }: { readonly sinkType?: string } = {},
): JsonObject {
  return {
    taskId,
    status,
    createTime: '2026-01-15 08:00:00',
    sourceCluster: {
      dataSourceType: 'elasticsearch',
      index: source,
      type: '_doc',
      vpcId: 'vpc-x',
      vpcInstancePort: 9200,
    },
    sinkCluster: { dataSourceType: 'elasticsearch', index: sink, type: sinkType, settings: '{}', mapping: '{}' },
  };
}

function task(status: string, meaning: string): Observation {
  return { task_id: 't-1', status, meaning };
}

async function look(args: JsonObject, response: Json): Promise<Observation | undefined> {
  const seen = await dataTasksPoll.read([{ goal: 'found', arguments: args }], {
    round: 0,
    read: () => Promise.resolve(response),
  });
  return seen[0];
}

function judge(
  goal: string,
  observation: Observation | undefined,
  args: JsonObject = PAIR,
  history: PollHistory = FRESH,
): Verdict {
  return dataTasksPoll.judge({ goal, arguments: args }, observation, history);
}
