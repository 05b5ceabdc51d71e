import { encodeRfc3986, type SignedRequest } from '@waybill/stand-kit';
import { readVector } from '@waybill/stand-kit/testing';
import { describe, expect, test } from 'vitest';
import { canonicalRequest, verifySignature } from './verify-signature.ts';

interface Vector {
  readonly id: string;
  readonly ak: string;
  readonly sk: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: readonly (readonly [string, string | number])[];
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly expected: { readonly canonicalRequest: string; readonly authorization: string };
}

const FILE = readVector<{ readonly vectors: readonly Vector[]; readonly scopedVectors: readonly Vector[] }>(
  'huaweicloud/signing.json',
);
const VECTORS = [...FILE.vectors, ...FILE.scopedVectors];

describe.each(VECTORS.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
  const key = { accessKey: vector.ak, secretKey: vector.sk };

  test('is accepted', () => {
    expect(verifySignature(requestOf(vector), key)).toMatchObject({ isValid: true, accessKey: vector.ak });
  });

  test('has the documented canonical request', () => {
    const signedHeaders = /SignedHeaders=([^,]+)/.exec(vector.expected.authorization)?.[1] ?? '';
    const payloadHash = vector.expected.canonicalRequest.split('\n').at(-1) ?? '';
    expect(canonicalRequest(requestOf(vector), signedHeaders, payloadHash)).toBe(vector.expected.canonicalRequest);
  });

  test('is refused with another secret, method, query or body', () => {
    const request = requestOf(vector);
    const mark = request.target.includes('?') ? '&' : '?';
    expect(verifySignature(request, { ...key, secretKey: 'other' })).toMatchObject({ isValid: false });
    expect(verifySignature({ ...request, method: 'PATCH' }, key)).toMatchObject({ isValid: false });
    expect(verifySignature({ ...request, target: `${request.target}${mark}x=1` }, key)).toMatchObject({
      isValid: false,
    });
    expect(verifySignature({ ...request, body: Buffer.from('other') }, key)).toMatchObject({ isValid: false });
  });
});

test('a refusal shows the canonical request with bars', () => {
  const [vector] = FILE.vectors;
  if (vector === undefined) throw new Error('no vectors');
  const check = verifySignature(requestOf(vector), { accessKey: vector.ak, secretKey: 'other' });
  expect(check).toMatchObject({
    message: `verify aksk signature fail, canonicalRequest:${vector.expected.canonicalRequest.replaceAll('\n', '|')}`,
  });
});

test('a declared body hash must be the body’s', () => {
  const vector = FILE.vectors.find(({ id }) => id === '07-post-json');
  if (vector === undefined) throw new Error('no vector');
  const request = requestOf(vector);
  const headers = new Map(request.headers).set('x-sdk-content-sha256', ['0'.repeat(64)]);
  const check = verifySignature({ ...request, headers }, { accessKey: vector.ak, secretKey: vector.sk });
  expect(check).toMatchObject({ isValid: false, message: 'x-sdk-content-sha256 does not match the body' });
});

function requestOf(vector: Vector): SignedRequest {
  const { method, path, query, headers, body } = vector.request;
  const pairs = query.map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(String(value))}`);
  const wireHeaders = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]));
  wireHeaders.set('authorization', [vector.expected.authorization]);
  const target = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
  return { method, target, headers: wireHeaders, body: Buffer.from(body ?? '') };
}
