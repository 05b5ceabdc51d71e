import type { Json } from '@waybill/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isIndexShown, readClusterInformation } from './cluster-information.ts';

const anyName = fc.constantFrom('a', 'b', 'c', 'd');

test('an answer lists an index however often it is asked about it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyName, fc.constantFrom(null, 5))), fc.array(anyName), (indices, asked) => {
      const information = readClusterInformation(answer({ indices }));
      expect(asked.map((index) => information.lists(index))).toEqual(asked.map((index) => indices.includes(index)));
    }),
  );
});

test.each<Json>([null, [], {}, { Result: null }, { Result: { metaInfo: { indices: 'a' } } }])(
  'an answer without a list lists nothing: %j',
  (response) => {
    for (const _again of [1, 2]) expect(readClusterInformation(response).lists('a')).toBe(false);
  },
);

test('an index that is described is shown, listed or not', () => {
  const mapping = JSON.stringify({ _doc: {} });
  expect(isIndexShown(readClusterInformation(answer({ mapping })), 'a')).toBe(true);
  expect(isIndexShown(readClusterInformation(answer({ indices: ['a'] })), 'a')).toBe(true);
  expect(isIndexShown(readClusterInformation(answer({ indices: ['b'] })), 'a')).toBe(false);
});

test('what an answer says is worked out once', () => {
  const response = answer({ indices: ['a'] });
  expect(readClusterInformation(response)).toBe(readClusterInformation(response));
});

function answer(metaInfo: Record<string, Json>): Json {
  return { Result: { connectable: true, metaInfo } };
}
