import { expect, it } from 'vitest';
import { messageOf } from './message-of.ts';

it('is the message of an error, and the text of anything else', () => {
  expect(messageOf(new TypeError('no such file'))).toBe('no such file');
  expect(messageOf('stopped')).toBe('stopped');
  expect(messageOf(undefined)).toBe('undefined');
});
