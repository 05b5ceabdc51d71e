import { expect, it } from 'vitest';
import { InvariantError } from '../errors.ts';
import { singleError } from './single-error.ts';

it('passes an error with a code on as it is', () => {
  const error = new InvariantError('x');
  expect(singleError(error)).toBe(error);
});

it.each([
  [new TypeError('no function'), 'TypeError: no function'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [{ any: 1 }, 'an object that is no error'],
])('gives %s a code', (thrown, text) => {
  expect(singleError(thrown)).toMatchObject({ code: 'RUN_BROKEN', message: expect.stringContaining(text) });
});

it('puts what ended the run first, and what failed while it was closed among its causes', () => {
  const first = new InvariantError('first');
  const thrown = new SuppressedError(new Error('lease'), new SuppressedError(new Error('session'), first));
  const error = singleError(thrown);
  expect(error).toBe(first);
  expect((error.cause as AggregateError).errors.map(({ message }: Error) => message)).toEqual(['session', 'lease']);
});
