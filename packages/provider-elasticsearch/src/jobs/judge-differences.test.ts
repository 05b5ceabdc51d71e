import { expect, test } from 'vitest';
import { judgeDifferences } from './judge-differences.ts';

const compared = (counts: { missing?: number; changed?: number }) => ({
  level: 'digest',
  counts: { missing: 0, extra: 0, changed: 0, ...counts },
  left: 0,
  named: [],
  hasMoved: false,
  equal: 'equal',
});

test('a change that the copy has refused, and the plan tolerated, is named where both sides differ', () => {
  const input = { tolerate_missing: 1, refused_updates: [[], ['d1 (field [n])'], null] };
  expect(judgeDifferences(compared({ changed: 1 }), input)).toMatchObject({
    kind: 'failed',
    reason: expect.stringMatching(/changed.*the copy has refused, and the plan tolerated: d1 \(field \[n\]\)\.$/),
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

test('nothing is said of it where nothing was refused, or both sides are equal', () => {
  for (const refused_updates of [undefined, [], [[], null]]) {
    const found = judgeDifferences(compared({ changed: 1 }), {
      tolerate_missing: 1,
      ...(refused_updates === undefined ? {} : { refused_updates }),
    });
    expect(found).toMatchObject({ kind: 'failed', reason: expect.not.stringContaining('refused') });
  }
  expect(judgeDifferences(compared({ missing: 1 }), { tolerate_missing: 1, refused_updates: [['d1 (x)']] }).kind).toBe(
    'succeeded',
  );
});
