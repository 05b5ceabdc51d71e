import { expect, test } from 'vitest';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { Reference } from '../value/value.ts';
import type { ProviderEntry } from './plan.ts';
import { plannedConnection, plannedIdentity } from './planned-connection.ts';

const secret = new Reference(['secrets', 'x']);
const provider = {
  connectionOf: ({ region, endpoint }) => {
    if (region === 'bad') throw new ProviderError('no region', { vendorCode: 'X', class: 'fatal', effect: 'none' });
    return {
      region: JSON.stringify(region),
      ...(endpoint === undefined ? {} : { endpoint: JSON.stringify(endpoint) }),
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
