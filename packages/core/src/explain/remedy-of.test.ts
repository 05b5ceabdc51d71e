import { expect, test } from 'vitest';
import { remedyOf } from './remedy-of.ts';

const FAILURE = { code: 'DCS.4080', message: 'refused' };

test('a task that ended is started over, and everything else that failed is resumed', () => {
  expect(remedyOf('failed', { ...FAILURE, isFinal: true })).toBe('redo');
  expect(remedyOf('failed', FAILURE)).toBe('retry');
  expect(remedyOf('failed', undefined)).toBe('retry');
});

test('a lost answer is looked up, and one that the look-up could not settle is decided', () => {
  expect(remedyOf('unknown', { code: 'ECONNRESET', message: 'reset' })).toBe('look-up');
  expect(remedyOf('unknown', undefined)).toBe('look-up');
  expect(remedyOf('unknown', { code: 'RUN_OUTCOME_UNKNOWN', message: 'undecided' })).toBe('settle');
});

test('a task that is known where the connection led before is continued there', () => {
  const movedFrom = [{ provider: 'cache', what: 'region', before: 'eu-de', after: 'eu-nl' }];
  expect(remedyOf('failed', { ...FAILURE, movedFrom })).toBe('go-back');
});
