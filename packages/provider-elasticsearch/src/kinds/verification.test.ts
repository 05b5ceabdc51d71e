import type { AppliedUnit, KindInput, Verification } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { positionsNoted, positionsSame } from '../checks/positions-noted.ts';
import { reindex } from './reindex.ts';
import { verify } from './verify.ts';

const COPY: KindInput = {
  address: 'orders',
  with: { source: { connection: 'old', index: 'orders' }, dest: { index: 'orders-v2' }, method: 'bulk', tolerate: 5 },
  options: { verify: { level: 'definition' } },
  connection: 'new',
};

const applied = (outputs: Readonly<Record<string, object>>, input = COPY): AppliedUnit =>
  ({ ...input, outputsOf: (step: string) => outputs[step] }) as AppliedUnit;

function stepsOf(verification: Verification | undefined): readonly string[] {
  if (verification?.kind !== 'steps') throw new Error('it has steps');
  return verification.blueprint.steps.map(({ name }) => name);
}

describe('a unit of the kind reindex', () => {
  test('is compared once its copy has ended, by the level of the plan or another one', () => {
    expect(reindex.verification?.(applied({}), undefined)).toMatchObject({ kind: 'none' });
    const copied = applied({ refresh: {}, copy: { refused: 2 } });
    const noted = ['note-source', 'note-copy', 'refresh-source', 'refresh-copy'];
    expect(stepsOf(reindex.verification?.(copied, undefined))).toEqual([...noted, 'count', 'compare-definition']);
    const digest = reindex.verification?.(copied, 'digest');
    expect(digest).toMatchObject({ level: 'digest', impact: { wayBack: 'Nothing is changed.' } });
    expect(stepsOf(digest)).toEqual([...noted, 'compare', 'verify', 'count', 'compare-definition']);
  });

  test('is compared on both clusters, without the documents that were refused', () => {
    const digest = reindex.verification?.(applied({ refresh: {}, copy: { refused: 2, refused_ids: 'kk' } }), 'digest');
    if (digest?.kind !== 'steps') throw new Error('it has steps');
    const { steps } = digest.blueprint;
    expect(steps.map(({ connection }) => connection ?? 'new').slice(0, 4)).toEqual(['old', 'new', 'old', 'new']);
    expect(steps.find(({ name }) => name === 'verify')).toMatchObject({
      arguments: { tolerate_missing: 2, tolerated_ids: 'kk' },
    });
    expect(steps.find(({ name }) => name === 'count')).toMatchObject({ expect: { missing: 2 } });
  });

  test('is compared without the documents that a round could not write', () => {
    const options = { verify: { level: 'digest' }, catch_up: { rounds: 1 } };
    const outputs = { refresh: {}, copy: { refused: 0 }, 'catch-up': { refused_count: 1, refused_ids: 'kk' } };
    const digest = reindex.verification?.(applied(outputs, { ...COPY, options }), undefined);
    if (digest?.kind !== 'steps') throw new Error('it has steps');
    expect(digest.blueprint.steps.find(({ name }) => name === 'verify')).toMatchObject({
      arguments: { tolerate_missing: 0, refused_by_rounds: [{ count: 1, ids: 'kk' }] },
    });
  });

  test('is as fresh as what was noted of both sides', () => {
    const { steps = [] } = reindex.freshness?.(applied({ refresh: {} }), { source: [3], copy: null }) ?? {};
    expect(steps).toMatchObject([
      { name: 'unwritten-source', connection: 'old', expect: { positions: [3] } },
      { name: 'unwritten-copy', expect: { positions: null } },
    ]);
  });
});

test('a unit of the kind verify is compared where its sides are', () => {
  const input = {
    ...COPY,
    with: { source: { connection: 'old', index: 'a' }, target: { connection: 'other', index: 'b' } },
    options: {},
  };
  const found = verify.verification?.(applied({}, input), 'counts');
  if (found?.kind !== 'steps') throw new Error('it has steps');
  expect(found.blueprint.steps.map(({ name, connection }) => `${name} ${connection}`)).toEqual([
    'note-source old',
    'note-copy other',
    'refresh-source old',
    'refresh-copy other',
    'count other',
  ]);
});

describe('positions of shards', () => {
  const index = { index: 'orders' };

  test('are noted where they are shown; what is not shown keeps nobody from comparing', () => {
    expect(positionsNoted.judge({ positions: [7, 0] }, index, {}).kind).toBe('passed');
    expect(positionsNoted.judge({ positions: null }, index, {}).kind).toBe('warning');
    expect(positionsNoted.judgeNotFound?.(index, {}).kind).toBe('failed');
  });

  test.each([
    ['the same', [7, 0], [7, 0], 'passed'],
    ['a write', [7, 0], [7, 1], 'failed'],
    ['further shards', [7, 0], [7, 0, 0], 'failed'],
    ['a shard that is not shown', [7, 0], [7], 'warning'],
    ['nothing noted', null, [7], 'warning'],
    ['nothing shown', [7], null, 'warning'],
  ])('%s', (_, positions, now, kind) => {
    expect(positionsSame.judge({ positions: now }, index, { positions }).kind).toBe(kind);
  });
});
