import { expect, test } from 'vitest';
import { EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { compareState } from './compare-preview.ts';

const NOW = { checkpoint: { ...EMPTY_CHECKPOINT, lastSeq: 98 }, digest: 'd' };

test.each([
  ['made before the first apply', 0, 'other', 'before the plan was first applied, and something else'],
  ['made for another state', 12, 'other', 'for another state, or that state was deleted'],
  ['made for a state that is gone', 12, undefined, 'is gone'],
  ['made for an earlier record', 12, 'mine', 'advanced from record 12 to 98'],
])('a preview that was %s says so', (_what, serial, stateId, words) => {
  expect(compareState({ id: 'mine', serial }, { ...NOW, stateId })?.detail).toContain(words);
});
