import { expect, test } from 'vitest';
import type { SecretSource } from '../plan/plan.ts';
import { Interpolation, Reference } from '../value/value.ts';
import { connectionSecrets, neededSecrets } from './needed-secrets.ts';

const cart: SecretSource = { kind: 'env', name: 'CART' };
const plan = {
  secrets: new Map<string, SecretSource>([
    ['cart', cart],
    ['users', { kind: 'env', name: 'USERS' }],
    ['toString', { kind: 'env', name: 'ODD' }],
  ]),
  secretFamilies: new Map<string, SecretSource>([['redis', { kind: 'env', name: 'REDIS_{key}' }]]),
};

function namesOf(...paths: readonly (readonly string[])[]): readonly string[] {
  const values = paths.map((path) => ({ deep: [new Interpolation(['a ', new Reference(path)])] }));
  return [...neededSecrets(values, plan).keys()];
}

test('what values refer to is needed once, wherever it is, and nothing else', () => {
  expect(namesOf(['secrets', 'cart'], ['secrets', 'cart'], ['inputs', 'users'])).toEqual(['cart']);
  expect(namesOf()).toEqual([]);
  expect(namesOf(['secrets', 'toString'])).toEqual(['toString']);
  expect(namesOf(['secrets', 'constructor'])).toEqual([]);
});

test('a member of a family is known by its key', () => {
  const needed = neededSecrets([new Reference(['secrets', 'redis[cart-eu]'])], plan);
  expect([...needed]).toEqual([['redis[cart-eu]', { kind: 'env', name: 'REDIS_CART_EU' }]]);
  expect(namesOf(['secrets', 'redis[../etc]'], ['secrets', 'redis'], ['secrets', 'toString[a]'])).toEqual([]);
});

test('connections need what their own entries refer to', () => {
  const config = { password: new Reference(['secrets', 'users']) };
  const entry = { alias: 'a', type: 't', config, limits: {}, polling: {} };
  expect([...connectionSecrets({ ...plan, providers: new Map([['a', entry]]) }).keys()]).toEqual(['users']);
});
