import { readdirSync, readFileSync } from 'node:fs';
import { percentEncode } from '@waybill/provider-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signAcs3 } from './sign-acs3.ts';
import { signHmacSha1 } from './sign-hmac-sha1.ts';
import type { SigningRequest } from './signing-request.ts';

const VECTORS = new URL('../../../../test/vectors/alicloud/', import.meta.url);

interface SigningVector {
  readonly name: string;
  readonly style: 'ACS3-HMAC-SHA256' | 'HMAC-SHA1';
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  readonly method: string;
  readonly target: string;
  readonly query: Record<string, string>;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly authorization: string;
}

interface RecordedRequest {
  readonly name: string;
  readonly credentials: { readonly accessKeyId: string; readonly accessKeySecret: string };
  readonly fixed: { readonly nonce: string };
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly rawHeaders: readonly (readonly [string, string])[];
    readonly body: string;
  };
}

const signingVectors = readJson('signing.json') as readonly SigningVector[];
const recordings = readdirSync(VECTORS)
  .filter((name) => name.startsWith('req-'))
  .map((name) => readJson(name) as RecordedRequest);

test('there are vectors of both styles and recordings of every operation', () => {
  expect(new Set(signingVectors.map((vector) => vector.style))).toEqual(new Set(['ACS3-HMAC-SHA256', 'HMAC-SHA1']));
  expect(signingVectors).toHaveLength(17);
  expect(recordings).toHaveLength(7);
});

describe('signing vectors', () => {
  test.each(signingVectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const { style, accessKeyId, accessKeySecret, securityToken } = vector;
    const given = withoutSigned(vector.headers);
    const sign = style === 'HMAC-SHA1' ? signHmacSha1 : signAcs3;
    const headers = sign({
      method: vector.method,
      path: vector.target.split('?')[0] ?? '',
      query: vector.query,
      headers: given,
      body: vector.body === '' ? undefined : vector.body,
      credentials: { accessKeyId, accessKeySecret, securityToken },
      dateMs: Date.parse(vector.headers['x-acs-date'] ?? vector.headers['date'] ?? ''),
      nonce: vector.headers['x-acs-signature-nonce'] ?? '',
    });
    expect(headers).toEqual({ ...vector.headers, authorization: vector.authorization });
  });

  test.each([
    [signAcs3, '93a7412f2ef509891a366d7ba502ab08f8ee95e39e7965d733604abc91f64e31'],
    [signHmacSha1, 'QW0H2rf8M5gKmna21604TPJwsk4='],
  ])('a token of reserved characters with %o', (sign, signature) => {
    const vector = signingVectors.find(({ name }) => name === 'acs3-CreateDataTasks');
    const headers = sign({
      ...createRequest(vector?.body),
      query: { ClientToken: "a b+c*d~e/f=g&h'i(j)!" },
    });
    expect(headers['authorization']).toContain(signature);
  });
});

describe('requests recorded from the vendor’s SDKs', () => {
  test.each(recordings.map((recording) => [recording.name, recording] as const))('%s', (_name, recording) => {
    const sent = Object.fromEntries(recording.request.rawHeaders.map(([name, value]) => [name.toLowerCase(), value]));
    const { connection: _connection, 'transfer-encoding': _encoding, authorization, ...headers } = sent;
    const url = new URL(recording.request.target, 'http://localhost');
    const sign = authorization?.startsWith('acs ') ? signHmacSha1 : signAcs3;
    const signed = sign({
      method: recording.request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: withoutSigned(headers),
      body: recording.request.body === '' ? undefined : recording.request.body,
      credentials: { ...recording.credentials, securityToken: undefined },
      dateMs: Date.parse('2026-01-15T08:00:00Z'),
      nonce: recording.fixed.nonce,
    });
    expect(signed).toEqual({ ...headers, authorization });
  });
});

describe('what a signature covers', () => {
  const changes: readonly (readonly [string, Partial<SigningRequest>])[] = [
    ['method', { method: 'PUT' }],
    ['path', { path: '/other' }],
    ['query', { query: { ClientToken: 'other' } }],
    ['an x-acs header', { headers: { host: 'h', accept: 'application/json', 'x-acs-action': 'Other' } }],
    ['nonce', { nonce: 'other' }],
    ['date', { dateMs: 1_000 }],
    ['secret', { credentials: { accessKeyId: 'k', accessKeySecret: 'other', securityToken: undefined } }],
    ['security token', { credentials: { accessKeyId: 'k', accessKeySecret: 's', securityToken: 't' } }],
  ];

  test.each(changes)('%s, in both styles', (_name, change) => {
    const request = createRequest('{}');
    for (const sign of [signAcs3, signHmacSha1]) {
      expect(sign({ ...request, ...change })['authorization']).not.toBe(sign(request)['authorization']);
    }
  });

  test('the body in the newer style only', () => {
    const request = createRequest('{}');
    const changed = { ...request, body: '{"a":1}' };
    expect(signAcs3(changed)['authorization']).not.toBe(signAcs3(request)['authorization']);
    expect(signHmacSha1(changed)['authorization']).toBe(signHmacSha1(request)['authorization']);
  });
});

test('percent-encoding keeps unreserved characters only and can be undone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = percentEncode(text);
      expect(encoded).toMatch(/^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
      expect(decodeURIComponent(encoded)).toBe(text);
    }),
  );
});

/** The request of the published vectors. */
function createRequest(body: string | undefined): SigningRequest {
  return {
    method: 'POST',
    path: '/openapi/instances/es-cn-n6w1o1x0w001cabcd/data-task',
    query: {},
    headers: {
      host: 'elasticsearch.cn-beijing.aliyuncs.com',
      accept: 'application/json',
      'x-acs-action': 'CreateDataTasks',
      'x-acs-version': '2017-06-13',
      'content-type': 'application/json; charset=utf-8',
    },
    body,
    credentials: { accessKeyId: 'testAccessKeyId', accessKeySecret: 'testAccessKeySecret', securityToken: undefined },
    dateMs: Date.parse('2026-01-15T08:00:00Z'),
    nonce: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  };
}

/** The headers that a caller gives: without those that signing adds. */
function withoutSigned(headers: Record<string, string>): Record<string, string> {
  const added = new Set([
    'date',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-signature-method',
    'x-acs-signature-version',
    'x-acs-content-sha256',
    'x-acs-accesskey-id',
    'x-acs-security-token',
  ]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !added.has(name)));
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'));
}
