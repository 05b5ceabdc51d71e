import { expect, it } from 'vitest';
import { namedServer } from './named-server.ts';

it.each([
  [{ addresses: '10.0.0.5:6379' }, { url: ['redis://10.0.0.5:6379'] }],
  [{ addresses: 'a:1, b:2' }, { url: ['redis://a:1', 'redis://b:2'] }],
  [{ host: '10.0.0.9', port: 6379 }, { url: ['redis://10.0.0.9:6379'] }],
  [{ host: '10.0.0.9', port: '6380' }, { url: ['redis://10.0.0.9:6380'] }],
  [{ host: '10.0.0.9', port: null }, { url: ['redis://10.0.0.9'] }],
  [{ host: 'fd00::9', port: 6379 }, { url: ['redis://[fd00::9]:6379'] }],
  [{ host: 'h', port: 1, tls: true }, { url: ['rediss://h:1'] }],
  [{ host: 'h', port: 1, tls: 'true' }, { url: ['rediss://h:1'] }],
  [{ host: 'h', port: 1, tls: 'false' }, { url: ['redis://h:1'] }],
  [
    { host: 'h', port: 1, mode: 'proxy', password: 'p' },
    { url: ['redis://h:1'], mode: 'proxy', password: 'p' },
  ],
  [{ host: 'h', port: 1, mode: null, password: null }, { url: ['redis://h:1'] }],
] as const)('%j is %j', (server, entry) => {
  expect(namedServer(server)).toEqual(entry);
});

it.each([[undefined], [null], ['10.0.0.5:6379'], [{}], [{ host: null, port: 6379 }], [{ addresses: '' }]])(
  '%j names no server',
  (server) => {
    expect(namedServer(server)).toBeUndefined();
  },
);
