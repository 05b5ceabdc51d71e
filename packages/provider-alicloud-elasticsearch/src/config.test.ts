import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

test('defaults', () => {
  expect(parseConfig({ type: 'alicloud-elasticsearch' })).toEqual({
    region: 'cn-beijing',
    network: 'public',
    endpoint: undefined,
    signature: 'acs3',
    credentials: {
      source: undefined,
      roleName: undefined,
      accessKeyId: undefined,
      accessKeySecret: undefined,
      securityToken: undefined,
    },
    statuses: undefined,
    wire: { timeouts: {} },
  });
});

test('everything given', () => {
  const config = {
    region: 'cn-shanghai',
    network: 'vpc',
    endpoint: 'https://host',
    signature: 'hmac-sha1',
    credentials: { access_key_id: 'id', access_key_secret: 'secret', security_token: 'token' },
    statuses: { success: ['OK'] },
    timeouts: { connect: '2s', response: '1m' },
    ca: 'company.pem',
  };
  expect(parseConfig(config)).toEqual({
    region: 'cn-shanghai',
    network: 'vpc',
    endpoint: 'https://host',
    signature: 'hmac-sha1',
    credentials: {
      source: undefined,
      roleName: undefined,
      accessKeyId: 'id',
      accessKeySecret: 'secret',
      securityToken: 'token',
    },
    statuses: { success: ['OK'], failure: undefined },
    wire: { timeouts: { connectMs: 2_000, responseMs: 60_000 }, caFile: 'company.pem' },
  });
});

test('empty text counts as absent', () => {
  const config = { region: '', endpoint: '', credentials: { access_key_id: '' } };
  expect(parseConfig(config)).toEqual(parseConfig({}));
});
