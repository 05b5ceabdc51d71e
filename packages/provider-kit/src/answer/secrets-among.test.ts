import { expect, test } from 'vitest';
import { secretsAmong } from './secrets-among.ts';

test('passwords and tokens of a call are found at any depth, and nothing else', () => {
  const args = {
    ClientToken: 'unit-token',
    sourceCluster: { password: 'a1', username: 'elastic' },
    list: [{ password: 'b2' }, { auth_token: 'c3', access_key_id: 'id' }, { api_key: 'd4' }],
    password: '',
    other: { password: 3, secret: { value: 'e5', secret_key: 'f6' } },
  };
  expect(secretsAmong(args)).toEqual(['a1', 'b2', 'c3', 'd4', 'f6']);
  expect([secretsAmong('password'), secretsAmong(null)]).toEqual([[], []]);
});
