import { expect, test } from 'vitest';
import { describeOtherKeys } from './describe-other-keys.ts';

test('each provider with another key than before gets a note, and the others none', () => {
  const account = { scope: 'x', requests: { count: 1, intervalMs: 1_000 } };
  const accounts = [
    { ...account, providers: ['caches', 'others'], otherKeys: ['caches'] },
    { ...account, providers: ['search'], otherKeys: [] },
  ];
  expect(describeOtherKeys(accounts)).toEqual([
    expect.stringMatching(/^note: Provider caches uses another key than the last run/),
  ]);
});
