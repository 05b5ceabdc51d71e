import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortMessage } from './short-message.ts';

test('a short message stays as it is, on one line', () => {
  expect(shortMessage('  refused:\n  no such\tkey ')).toBe('refused: no such key');
});

test('of a long one, the beginning and the end are left', () => {
  const text = `begin ${'middle '.repeat(200)}end`;
  expect(shortMessage(text)).toMatch(/^begin middle .* … .* middle end$/);
});

test('what is left out ends between words, where there are words', () => {
  const words = Array.from({ length: 200 }, (_, index) => `word${index}`);
  const [begin = '', end = ''] = shortMessage(words.join(' ')).split(' … ');
  expect(words).toEqual(expect.arrayContaining([...begin.split(' '), ...end.split(' ')]));
  expect(Array.from(shortMessage('x'.repeat(1_000))).length).toBeGreaterThan(400);
});

test('two tasks of one mark are named whole, with what to do about them', () => {
  const task = (id: string) => `${id} (INCRMIGEATING, created 2026-11-28T16:45:01.616Z)`;
  const tasks = `${task('3d7f0ce5-6bd8-4436-99d7-2306533eed9e')} and ${task('612916fe-713f-4e9c-bff7-4eb3f6c3f79f')}`;
  const text = `2 tasks carry this unit's mark: ${tasks}. Stop the other copy, and delete the task that is not wanted. This state has no record of it: it is an old copy, or another copy of it is in use, and two copies of a state must never run.`;
  expect(shortMessage(text)).toBe(text);
});

test('is one line, never longer than its bound, and shortening it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const short = shortMessage(text);
      expect(short).not.toMatch(/[\r\n\t]/);
      expect(Array.from(short).length).toBeLessThanOrEqual(443);
      if (Array.from(short).length <= 440) expect(shortMessage(short)).toBe(short);
    }),
  );
});
