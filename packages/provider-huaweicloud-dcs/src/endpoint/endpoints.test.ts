import { ProviderError } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { dcsEndpoint, endpointsOf, iamEndpoint } from './endpoints.ts';

describe('endpoints', () => {
  it.each([
    [
      { region: 'eu-west-101' },
      'https://dcs.eu-west-101.myhuaweicloud.com',
      'https://iam.eu-west-101.myhuaweicloud.com',
    ],
    [{ region: 'eu-de', cloud: 'otc' }, 'https://dcs.eu-de.otc.t-systems.com', 'https://iam.eu-de.otc.t-systems.com'],
    [
      { endpoint: 'https://dcs.corp:8443/', iam_endpoint: 'https://iam.corp/v3' },
      'https://dcs.corp:8443',
      'https://iam.corp',
    ],
    [
      { endpoint: 'http://127.0.0.1:18087', iam_endpoint: 'http://[::1]:18087' },
      'http://127.0.0.1:18087',
      'http://[::1]:18087',
    ],
    [{ endpoint: 'http://localhost:1', iam_endpoint: 'http://127.8.9.1' }, 'http://localhost:1', 'http://127.8.9.1'],
  ])('of %j', (config, dcs, iam) => {
    expect(dcsEndpoint(parseConfig(config))).toBe(dcs);
    expect(iamEndpoint(parseConfig(config))).toBe(iam);
  });

  it.each([
    [{ endpoint: 'http://dcs.eu-de.otc.t-systems.com' }],
    [{ endpoint: 'http://127.0.0.1.example.com' }],
    [{ endpoint: 'http://localhost.example.com' }],
    [{ endpoint: 'ftp://127.0.0.1' }],
    [{ endpoint: 'dcs.eu-de' }],
    [{ endpoint: 'https://user:pass@dcs.corp' }],
    [{ region: 'eu-de.evil.com/' }],
    [{}],
  ])('refuses %j', (config) => {
    expect(() => dcsEndpoint(parseConfig(config))).toThrow(ProviderError);
  });

  it('repeats no password of an address in its error', () => {
    expect(() => dcsEndpoint(parseConfig({ endpoint: 'https://user:hush@dcs.corp' }))).toThrow(/^(?!.*hush)/);
  });
});

describe('whose an address is', () => {
  it.each([
    [{ region: 'eu-de', cloud: 'otc' }, [true, true]],
    [{ region: 'eu-west-101' }, [true, true]],
    [{ endpoint: 'https://dcs.eu-west-101.myhuaweicloud.eu' }, [true]],
    [{ region: 'eu-de', endpoint: 'https://bucket.obs.eu-de.otc.t-systems.com' }, [false, true]],
    [{ region: 'eu-de', iam_endpoint: 'https://iam.evil.example' }, [true, false]],
    [{ endpoint: 'https://dcs.eu-de.otc.t-systems.com.evil.example' }, [false]],
    [{ endpoint: 'https://dcs.eu-de.otc.t-systems.com:444' }, [false]],
    [{ endpoint: 'http://127.0.0.1:1', iam_endpoint: 'http://127.0.0.1:1' }, [false, false]],
  ])('of %j', (config, expected) => {
    expect(endpointsOf(config).map(({ isVendorHost }) => isVendorHost)).toEqual(expected);
  });
});
