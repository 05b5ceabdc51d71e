import { expect, it } from 'vitest';
import { Interpolation, Reference } from '../value/value.ts';
import { keepValues } from './keep-values.ts';
import { Redactor } from './redactor.ts';

const password = new Reference(['secrets', 'pw']);

function keep(values: Parameters<typeof keepValues>[0], secret: string) {
  const template = { index: secret, id: new Reference(['steps', 'create', 'outputs', 'task_id']), to: { password } };
  const resolved = { index: secret, id: 'task-1', to: { password: secret } };
  return keepValues(values, { template, resolved }, new Redactor([secret]));
}

it('keeps what was sent in the clear, although it is a secret too', () => {
  expect(keep({ index: 'customers-eu-1', id: 'task-1' }, 'customers-eu-1')).toEqual({
    index: 'customers-eu-1',
    id: 'task-1',
  });
});

it('keeps words and ids that hold a short secret, and never changes a key', () => {
  expect(keep({ redis: 'redis-1', list: ['REDIS', 'redis/x'], count: 3, none: null }, 'redis')).toEqual({
    redis: 'redis-1',
    list: ['REDIS', 'redis/x'],
    count: 3,
    none: null,
  });
});

it('keeps nothing that was sent as a secret, and no long secret', () => {
  const sent = {
    template: { password, url: new Interpolation(['redis://:', password]) },
    resolved: { password: 'abc', url: 'redis://:abc' },
  };
  expect(keepValues({ password: 'abc', url: 'redis://:abc', other: 'abcd' }, sent, new Redactor(['abc']))).toEqual({
    password: '[redacted]',
    url: '[redacted]',
    other: 'abcd',
  });
  const none = { template: {}, resolved: {} };
  expect(keepValues({ echo: 'x:long-secret-1' }, none, new Redactor(['long-secret-1']))).toEqual({
    echo: '[redacted]',
  });
});

it('cleans sentences as text', () => {
  const none = { template: {}, resolved: {} };
  expect(keepValues({ why: 'wrong password redis' }, none, new Redactor(['redis']))).toEqual({
    why: 'wrong password [redacted]',
  });
});
