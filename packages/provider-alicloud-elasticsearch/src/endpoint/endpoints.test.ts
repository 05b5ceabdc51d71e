import type { JsonObject } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { apiEndpoint, endpointsOf } from './endpoints.ts';

describe('where the API is', () => {
  test.each<[JsonObject, string]>([
    [{}, 'https://elasticsearch.cn-beijing.aliyuncs.com'],
    [{ region: 'cn-shanghai' }, 'https://elasticsearch.cn-shanghai.aliyuncs.com'],
    [{ network: 'vpc' }, 'https://elasticsearch-vpc.cn-beijing.aliyuncs.com'],
    [{ endpoint: 'https://proxy.example:8443/' }, 'https://proxy.example:8443'],
    [{ endpoint: 'proxy.example' }, 'https://proxy.example'],
    [{ endpoint: 'http://127.0.0.1:8080' }, 'http://127.0.0.1:8080'],
    [{ endpoint: 'http://localhost:8080' }, 'http://localhost:8080'],
    [{ endpoint: 'http://[::1]:8080' }, 'http://[::1]:8080'],
  ])('%o', (config, expected) => {
    expect(apiEndpoint(parseConfig(config))).toBe(expected);
  });
});

describe('what is refused', () => {
  test.each<[JsonObject, string]>([
    [{ endpoint: 'http://elasticsearch.cn-beijing.aliyuncs.com' }, 'unencrypted'],
    [{ endpoint: 'http://127.0.0.1.example' }, 'unencrypted'],
    [{ endpoint: 'http://127.evil.example' }, 'unencrypted'],
    [{ endpoint: 'ftp://host' }, 'not an http(s) address'],
    [{ endpoint: 'https://user:password@host' }, 'not an http(s) address'],
    [{ endpoint: 'https://host/path' }, 'has a path'],
    [{ endpoint: 'https://host?x=1' }, 'has a path or a query'],
    [{ endpoint: 'https://' }, 'not an http(s) address'],
    [{ region: 'cn-beijing.evil.example/' }, 'not the name of a region'],
  ])('%o', (config, message) => {
    expect(() => apiEndpoint(parseConfig(config))).toThrow(message);
    expect(() => apiEndpoint(parseConfig(config))).toThrow(expect.objectContaining({ class: 'fatal', effect: 'none' }));
  });
});

describe('whose an address is', () => {
  test.each<[JsonObject, boolean]>([
    [{}, true],
    [{ region: 'cn-hangzhou', network: 'vpc' }, true],
    [{ endpoint: 'https://elasticsearch.cn-beijing.aliyuncs.com' }, true],
    [{ endpoint: 'https://bucket.oss-cn-beijing.aliyuncs.com' }, false],
    [{ endpoint: 'https://elasticsearch.cn-beijing.aliyuncs.com.evil.example' }, false],
    [{ endpoint: 'https://elasticsearch.cn-beijing.aliyuncs.com:8443' }, false],
    [{ endpoint: 'https://elasticsearch.x.evil.aliyuncs.com' }, false],
    [{ endpoint: 'http://127.0.0.1:8080' }, false],
  ])('%o: the vendor’s own %s', (config, isVendorHost) => {
    expect(endpointsOf(config)).toMatchObject([{ key: 'endpoint', isVendorHost }]);
  });
});
