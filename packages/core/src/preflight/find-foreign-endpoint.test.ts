import { describe, expect, it } from 'vitest';
import { findForeignEndpoint } from './find-foreign-endpoint.ts';

const vendor = { key: 'endpoint', origin: 'https://dcs.eu-de.otc.t-systems.com', isVendorHost: true };
const own = { key: 'iam_endpoint', origin: 'https://iam.cloud.example', isVendorHost: false };

describe('an endpoint that a plan names', () => {
  it('is asked when it is the vendor’s own', () => {
    expect(findForeignEndpoint([vendor], [])).toBeUndefined();
  });

  it('blocks when one of several is foreign', () => {
    expect(findForeignEndpoint([vendor, own], [])).toMatchObject({
      verdict: 'blocking',
      detail: 'Nothing was sent: iam_endpoint https://iam.cloud.example is not an https address of the vendor.',
    });
  });

  it.each(['iam.cloud.example', 'https://iam.cloud.example', 'https://IAM.cloud.example/', 'iam.cloud.example:443'])(
    'is asked when it is allowed as %s',
    (named) => {
      expect(findForeignEndpoint([vendor, own], [named])).toBeUndefined();
    },
  );

  it.each(['cloud.example', 'http://iam.cloud.example', 'iam.cloud.example:8443', 'am.cloud.example', '*', ''])(
    'is not allowed by %j',
    (named) => {
      expect(findForeignEndpoint([own], [named])).toMatchObject({ verdict: 'blocking' });
    },
  );

  it('is not guessed: a provider that does not say where its calls go is not asked', () => {
    expect(findForeignEndpoint(undefined, [])).toMatchObject({ verdict: 'unasked' });
  });
});
