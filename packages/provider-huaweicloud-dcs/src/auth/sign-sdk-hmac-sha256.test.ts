import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVector } from '../testing/vectors.ts';
import { formatSdkDate } from './sdk-date.ts';
import { type SignableRequest, signSdkHmacSha256 } from './sign-sdk-hmac-sha256.ts';

interface Vector {
  readonly id: string;
  readonly ak: string;
  readonly sk: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly pathDecoded?: string;
    readonly query: readonly (readonly [string, string | number])[];
    readonly headers: Readonly<Record<string, string>>;
    readonly signedHeaders?: readonly string[];
    readonly body: string | null;
    readonly region?: string;
    readonly service?: string;
  };
  readonly expected: {
    readonly canonicalRequest: string;
    readonly stringToSign: string;
    readonly signature: string;
    readonly authorization: string;
  };
}

const { vectors, scopedVectors } = readVector('signing.json') as {
  readonly vectors: readonly Vector[];
  readonly scopedVectors: readonly Vector[];
};

describe('signSdkHmacSha256', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('signs %s as the vendor does', (_id, vector) => {
    const signed = signSdkHmacSha256(signableOf(vector), { accessKey: vector.ak, secretKey: vector.sk });
    expect(signed).toEqual(vector.expected);
  });

  it.each(scopedVectors.map((vector) => [vector.id, vector] as const))('signs %s with a derived key', (_id, vector) => {
    const scope = { region: vector.request.region ?? '', service: vector.request.service ?? '' };
    const signed = signSdkHmacSha256(signableOf(vector), { accessKey: vector.ak, secretKey: vector.sk, scope });
    expect(signed).toEqual(vector.expected);
  });

  it('covers the published vectors and at least one scoped one', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(19);
    expect(scopedVectors.length).toBeGreaterThanOrEqual(1);
  });

  it('does not depend on the order of headers and query', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z-]{1,8}$/), fc.string()), { selector: ([name]) => name }),
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))),
        (headers, query) => {
          const straight = requestWith(headers, query);
          const reversed = requestWith(headers.toReversed(), query.toReversed());
          expect(signSdkHmacSha256(reversed, KEY)).toEqual(signSdkHmacSha256(straight, KEY));
        },
      ),
    );
  });

  it('keeps nothing unencoded but the unreserved characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { canonicalRequest } = signSdkHmacSha256(requestWith([], [['name', value]]), KEY);
        expect(canonicalRequest.split('\n')[2]).toMatch(/^name=(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
      }),
    );
  });
});

describe('formatSdkDate', () => {
  it('writes UTC without separators and fractions', () => {
    expect(formatSdkDate(Date.UTC(2025, 0, 2, 3, 4, 5, 678))).toBe('20250102T030405Z');
  });
});

const KEY = { accessKey: 'AK', secretKey: 'SK' };

function signableOf({ request }: Vector): SignableRequest {
  const signed = request.signedHeaders;
  const headers = Object.entries(request.headers).filter(([name]) => signed?.includes(name.toLowerCase()) ?? true);
  return {
    method: request.method,
    path: request.pathDecoded ?? request.path,
    query: request.query.map(([name, value]) => [name, String(value)]),
    headers: Object.fromEntries(headers),
    body: request.body ?? '',
  };
}

function requestWith(
  headers: readonly (readonly [string, string])[],
  query: readonly (readonly [string, string])[],
): SignableRequest {
  return { method: 'GET', path: '/', query, headers: Object.fromEntries(headers), body: '' };
}
