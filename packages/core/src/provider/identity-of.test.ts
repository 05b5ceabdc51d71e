import { expect, it } from 'vitest';
import { identityOf } from './identity-of.ts';

const connectionOf = () => ({ endpoint: 'https://api.example', region: 'eu' });
const endpointsOf = () => [
  { key: 'endpoint', origin: 'https://api.example', isVendorHost: true },
  { key: 'iam_endpoint', origin: 'https://iam.example', isVendorHost: true },
];

it.each([
  ['where it leads and where credentials go', { connectionOf, endpointsOf }, ['endpoint', 'region', 'iam_endpoint']],
  ['where it leads', { connectionOf }, ['endpoint', 'region']],
  ['where credentials go', { endpointsOf }, ['endpoint', 'iam_endpoint']],
  ['nothing', {}, []],
] as const)('the identity of a provider that says %s', (_, provider, names) => {
  expect(Object.keys(identityOf(provider, {}))).toEqual(names);
});
