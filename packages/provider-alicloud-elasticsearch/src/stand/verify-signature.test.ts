import type { SignedRequest } from '@waybill/stand-kit';
import { readVector } from '@waybill/stand-kit/testing';
import { describe, expect, test } from 'vitest';
import { acs3CanonicalRequest, hmacSha1StringToSign, verifySignature } from './verify-signature.ts';

interface Vector {
  readonly name: string;
  readonly style: 'ACS3-HMAC-SHA256' | 'HMAC-SHA1';
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly canonicalRequest?: string;
  readonly stringToSign: string;
  readonly authorization: string;
}

const VECTORS = readVector<readonly Vector[]>('alicloud/signing.json');

describe.each(VECTORS.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
  const key = { accessKeyId: vector.accessKeyId, accessKeySecret: vector.accessKeySecret };

  test('is accepted', () => {
    expect(verifySignature(requestOf(vector), key)).toMatchObject({ isValid: true, accessKeyId: vector.accessKeyId });
  });

  test('has the documented intermediate text', () => {
    if (vector.style === 'HMAC-SHA1') {
      expect(hmacSha1StringToSign(requestOf(vector))).toBe(vector.stringToSign);
      return;
    }
    const signedHeaders = /SignedHeaders=([^,]+)/.exec(vector.authorization)?.[1] ?? '';
    const payloadHash = vector.headers['x-acs-content-sha256'] ?? '';
    expect(acs3CanonicalRequest(requestOf(vector), signedHeaders, payloadHash)).toBe(vector.canonicalRequest);
  });

  test('is refused with another secret, method, query or signed header', () => {
    const request = requestOf(vector);
    const headers = new Map(request.headers).set('x-acs-version', ['2000-01-01']);
    expect(verifySignature(request, { ...key, accessKeySecret: 'other' })).toMatchObject({ isValid: false });
    expect(verifySignature({ ...request, method: 'PUT' }, key)).toMatchObject({ isValid: false });
    expect(verifySignature({ ...request, target: `${request.target}&a=b` }, key)).toMatchObject({ isValid: false });
    expect(verifySignature({ ...request, headers }, key)).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});

test('a changed body is refused where the signature covers it', () => {
  const vector = find('acs3-CreateDataTasks');
  const md5Vector = find('v1-md5-CreateDataTasks');
  for (const { accessKeyId, accessKeySecret, ...rest } of [vector, md5Vector]) {
    const request = { ...requestOf({ accessKeyId, accessKeySecret, ...rest }), body: Buffer.from('[]') };
    expect(verifySignature(request, { accessKeyId, accessKeySecret })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  }
});

test('an access key that nobody knows is named as such', () => {
  const check = verifySignature(requestOf(find('acs3-ListDataTasks')), { accessKeyId: 'other', accessKeySecret: 'x' });
  expect(check).toMatchObject({ status: 404, code: 'InvalidAccessKeyId.NotFound' });
});

function find(name: string): Vector {
  const vector = VECTORS.find((candidate) => candidate.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return vector;
}

function requestOf(vector: Vector): SignedRequest {
  const headers = new Map(Object.entries(vector.headers).map(([name, value]) => [name, [value]]));
  headers.set('authorization', [vector.authorization]);
  return { method: vector.method, target: vector.target, headers, body: Buffer.from(vector.body ?? '') };
}
