import { expect, test } from 'vitest';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { defined } from '../value/defined.ts';
import { Reference } from '../value/value.ts';
import type { ProviderEntry } from './plan.ts';
import { plannedConnection, plannedIdentity } from './planned-connection.ts';

const secret = new Reference(['secrets', 'x']);
const provider = {
  connectionOf: ({ region, endpoint }) => {
    if (region === 'bad') throw new ProviderError('no region', { vendorCode: 'X', class: 'fatal', effect: 'none' });
    return {
      region: JSON.stringify(region),
      ...defined({ endpoint: endpoint === undefined ? undefined : JSON.stringify(endpoint) }),
    };
  },
} as Partial<Provider> as Provider;
const planned = (config: object) => plannedConnection({ config } as ProviderEntry, provider);

test('an entry leads where it says, whatever secrets its credentials are', () => {
  expect(planned({ region: 'r', credentials: { key: secret } })).toEqual({ region: '"r"' });
});

test('nothing is said of an entry that is secret in part, or invalid, or of a provider that does not say', () => {
  expect(planned({ region: 'r', endpoint: secret })).toEqual({});
  expect(planned({ region: 'bad' })).toEqual({});
  expect(
    plannedConnection({ config: { region: 'r' } } as Partial<ProviderEntry> as ProviderEntry, {} as Provider),
  ).toEqual({});
});

test('its identity has every other address that credentials go to as well, and is as silent where a part is secret or invalid', () => {
  const entry = (config: object) => ({ config }) as ProviderEntry;
  const endpointsOf: Provider['endpointsOf'] = () => [
    { key: 'iam_endpoint', origin: 'https://iam.example', isVendorHost: false },
  ];
  const known = { ...provider, endpointsOf };
  expect(plannedIdentity(entry({ region: 'r' }), known)).toEqual({
    region: '"r"',
    iam_endpoint: 'https://iam.example',
  });
  expect(plannedConnection(entry({ region: 'r' }), known)).toEqual({ region: '"r"' });
  expect(plannedIdentity(entry({ region: 'r', endpoint: secret }), known)).toEqual({});
  expect(plannedIdentity(entry({ region: 'bad' }), known)).toEqual({});
  expect(plannedIdentity(entry({ region: 'r' }), {} as Provider)).toEqual({});
});

test.each([
  ['an own property', { properties: { key: { type: 'string', 'x-secret': true } } }],
  ['a property of an alternative', { oneOf: [{ properties: { key: { 'x-secret': true } } }] }],
  ['one way to give it', { properties: { key: { anyOf: [{ type: 'null' }, { type: 'string', 'x-secret': true }] } } }],
])('what is secret by the schema (%s) keeps nobody from saying the rest, and is not said', (_, configSchema) => {
  const connectionOf: Provider['connectionOf'] = ({ region, key }) => {
    if (typeof key !== 'string') throw new ProviderError('no key', { vendorCode: 'X', class: 'fatal', effect: 'none' });
    return { region: String(region as string), user: `of ${key}` };
  };
  const marked = { configSchema, connectionOf } as Partial<Provider> as Provider;
  const entry = (config: object) => ({ config }) as ProviderEntry;
  for (const key of [secret, 'literal'])
    for (const say of [plannedConnection, plannedIdentity])
      expect(say(entry({ region: 'r', key }), marked)).toEqual({ region: 'r' });
  expect(plannedConnection(entry({ region: secret, key: secret }), marked)).toEqual({});
});
