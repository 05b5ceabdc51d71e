import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { WaybillError } from '../errors.ts';
import { redactError } from './redact-error.ts';
import { Redactor } from './redactor.ts';

const SECRET = 'hunter2-and-more';
const redactor = new Redactor([SECRET]);

it('cleans every text of an error, of its causes and of the errors it gathers', () => {
  const error = new AggregateError(
    [new Error(`one ${SECRET}`), `two ${SECRET}`, { response: { headers: [`Bearer ${SECRET}`] } }],
    `all ${SECRET}`,
    { cause: new Error(`cause ${SECRET}`, { cause: `deep ${SECRET}` }) },
  );
  const clean = redactError(error, redactor);
  expect(clean).toBe(error);
  expect(inspect(clean, { depth: 9 })).not.toContain(SECRET);
  expect(inspect(clean, { depth: 9 })).toContain('one [redacted]');
});

it('cleans what is thrown and is no error, and what is frozen', () => {
  expect(redactError(`no ${SECRET}`, redactor)).toBe('no [redacted]');
  expect(redactError(undefined, redactor)).toBeUndefined();
  const frozen = redactError(Object.freeze(new TypeError(`frozen ${SECRET}`)), redactor);
  expect(frozen).toBeInstanceOf(TypeError);
  expect(inspect(frozen)).not.toContain(SECRET);
});

it('ends where causes go round, and leaves codes and the data of our own errors', () => {
  class AddressError extends WaybillError {
    readonly addresses: readonly string[] = ['step[step]'];
    constructor() {
      super('STEP_CODE', 'the step step', { hint: 'try step' });
    }
  }
  const error = new AddressError();
  Object.defineProperty(error, 'cause', { value: new Error('step', { cause: error }) });
  redactError(error, new Redactor(['step']));
  expect(error).toMatchObject({ code: 'STEP_CODE', addresses: ['step[step]'] });
  expect([error.message, error.hint, (error.cause as Error).message]).toEqual([
    'the [redacted] [redacted]',
    'try [redacted]',
    '[redacted]',
  ]);
});
