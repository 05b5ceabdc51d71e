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
