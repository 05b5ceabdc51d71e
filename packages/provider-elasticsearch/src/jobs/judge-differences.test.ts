import { defined } from '@waybill/core';
import { expect, test } from 'vitest';
import { judgeDifferences } from './judge-differences.ts';
import { keysOfIds } from './refused-ids.ts';

const compared = (counts: { missing?: number; changed?: number }) => ({
  level: 'digest',
  counts: { missing: 0, extra: 0, changed: 0, ...counts },
  refused: 0,
  left: 0,
  named: [],
  hasMoved: false,
  equal: 'equal',
});

test('a change that the copy refused, and the plan tolerated, is named where both sides differ', () => {
  const input = { tolerate_missing: 1, refused_updates: [[], ['d1 (field [n])'], null] };
  expect(judgeDifferences(compared({ changed: 1 }), input)).toMatchObject({
    kind: 'failed',
    reason: expect.stringMatching(/changed.*the copy refused, and the plan tolerated: d1 \(field \[n\]\)\.$/),
    hint: expect.stringContaining('Change the mapping of the copy'),
  });
});

test('what is missing because the plan tolerates it is named, and no fault', () => {
  const named = [
    { kind: 'missing', id: 'a' },
    { kind: 'missing', id: 'b', routing: 'r' },
  ] as const;
  expect(judgeDifferences({ ...compared({ missing: 3 }), named }, { tolerate_missing: 3 })).toEqual({
    kind: 'succeeded',
    detail: 'equal but for 3 documents that were refused: a, b, …',
    outputs: {
      result: 'equal',
      level: 'digest',
      missing: 3,
      extra: 0,
      changed: 0,
      omitted: {
        count: 3,
        named: [
          { what: 'missing', id: 'a' },
          { what: 'missing', id: 'b', details: { routing: 'r' } },
        ],
      },
    },
  });
  const equal = judgeDifferences(compared({}), { tolerate_missing: 3 });
  expect(equal).toMatchObject({
    kind: 'succeeded',
    detail: 'equal',
    outputs: expect.not.objectContaining({ omitted: {} }),
  });
});

test('nothing else may be missing than what was refused, as far as that is known', () => {
  const ids = keysOfIds(['a', 'b'], 9);
  const kindOf = (missing: number, refused: number, input: object) =>
    judgeDifferences({ ...compared({ missing }), refused }, { tolerate_missing: 2, ...input }).kind;
  const known = { tolerated_ids: ids };
  expect([kindOf(2, 2, known), kindOf(1, 1, known), kindOf(0, 0, known)]).toEqual(Array(3).fill('succeeded'));
  expect([kindOf(2, 1, known), kindOf(1, 0, known), kindOf(3, 2, known)]).toEqual(Array(3).fill('failed'));
  // Of five, three are not known by their ids.
  const some = { tolerate_missing: 5, ...known };
  expect([kindOf(5, 2, some), kindOf(3, 0, some), kindOf(4, 0, some)]).toEqual(['succeeded', 'succeeded', 'failed']);
  // An earlier version kept none.
  expect(kindOf(2, 0, { tolerated_ids: null })).toBe('succeeded');
  expect(
    judgeDifferences({ ...compared({ missing: 2 }), refused: 1 }, { tolerate_missing: 2, ...known }),
  ).toMatchObject({
    reason: expect.stringContaining(
      '1 of those that are missing was refused when it was copied; the others were not.',
    ) as unknown,
  });
});

test('what rounds were refused may be missing as what the copy was, and of all no more than the plan tolerates', () => {
  const kindOf = (missing: number, refused: number, input: object) =>
    judgeDifferences(
      { ...compared({ missing }), refused },
      { tolerate_missing: 1, tolerated_ids: keysOfIds(['a'], 9), ...input },
    ).kind;
  const rounds = [
    { count: null, ids: null },
    { count: 2, ids: keysOfIds(['b', 'a'], 9) },
  ];
  const input = { tolerate: 2, refused_by_rounds: rounds };
  expect([kindOf(1, 1, input), kindOf(2, 2, input)]).toEqual(['succeeded', 'succeeded']);
  // Another one, also in place of one that is there by now; more than the plan tolerates.
  expect([kindOf(2, 1, input), kindOf(1, 0, input), kindOf(3, 3, input)]).toEqual(Array(3).fill('failed'));
  // One of the round is not known by its id.
  const more = { tolerate: 9, refused_by_rounds: [{ count: 3, ids: keysOfIds(['b', 'c'], 9) }] };
  expect([kindOf(4, 3, more), kindOf(4, 2, more)]).toEqual(['succeeded', 'failed']);
});

test('nothing is said of it where nothing was refused, or both sides are equal', () => {
  for (const refused_updates of [undefined, [], [[], null]]) {
    const found = judgeDifferences(compared({ changed: 1 }), {
      tolerate_missing: 1,
      ...defined({ refused_updates }),
    });
    expect(found).toMatchObject({ kind: 'failed', reason: expect.not.stringContaining('refused') });
  }
  expect(judgeDifferences(compared({ missing: 1 }), { tolerate_missing: 1, refused_updates: [['d1 (x)']] }).kind).toBe(
    'succeeded',
  );
});
