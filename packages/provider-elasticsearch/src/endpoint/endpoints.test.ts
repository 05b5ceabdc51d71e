import { ProviderError } from '@waybill/core';
import { expect, test } from 'vitest';
import { clusterAddress, connectionOf, endpointsOf } from './endpoints.ts';

test.each([
  ['http://10.20.0.5:9200', 'http://10.20.0.5:9200', ''],
  ['https://search.example.com/', 'https://search.example.com', ''],
  ['https://proxy.example.com/es/old/', 'https://proxy.example.com', '/es/old'],
  ['http://[::1]:9200', 'http://[::1]:9200', ''],
])('%s', (url, origin, prefix) => {
  expect(clusterAddress({ url })).toEqual({ origin, prefix });
  expect(endpointsOf({ url })).toEqual([{ key: 'url', origin, isVendorHost: false }]);
  expect(connectionOf({ url })).toEqual({ url: `${origin}${prefix}` });
});

test('a cluster has several addresses, of which the first names it', () => {
  const url = ['http://a:9200/es', 'http://b:9200/es/', 'http://a:9200/es'];
  expect(endpointsOf({ url }).map(({ origin }) => origin)).toEqual(['http://a:9200', 'http://b:9200']);
  expect(connectionOf({ url })).toEqual({ url: 'http://a:9200/es' });
  expect(() => endpointsOf({ url: ['http://a:9200/es', 'http://b:9200'] })).toThrow(ProviderError);
});

test.each(['', 'search', 'ftp://a', 'https://u:p@a', 'https://u@a', 'https://a?b=c', 'https://a#b'])(
  '%j is refused',
  (url) => {
    expect(() => clusterAddress({ url })).toThrow(ProviderError);
  },
);
