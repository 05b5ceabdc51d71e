import { defined, type Random } from '@waybill/core';
import { type Authenticator, type CredentialSource, createAuthenticator, type ServerTime } from '@waybill/provider-kit';
import type { AlicloudConfig } from '../config.ts';
import { VERSION } from '../version.ts';
import type { Credentials } from './credentials.ts';
import { signAcs3 } from './sign-acs3.ts';
import { signHmacSha1 } from './sign-hmac-sha1.ts';

/** Source: Alibaba Cloud Elasticsearch API reference, "Common parameters". */
const API_VERSION = '2017-06-13';
const NONCE_BYTES = 16;

/** Signs each request with an access key, in the style that the plan names. */
export function createKeyAuthenticator(options: {
  readonly source: CredentialSource<Credentials>;
  readonly time: ServerTime;
  readonly random: Random;
  readonly signature: AlicloudConfig['signature'];
}): Authenticator {
  const { source, time, random } = options;
  const signInStyle = options.signature === 'acs3' ? signAcs3 : signHmacSha1;
  return createAuthenticator({
    source,
    time,
    sign({ method, path, query, endpoint, operation, body }, credentials) {
      const headers = {
        host: new URL(endpoint).host,
        accept: 'application/json',
        'user-agent': `waybill/${VERSION}`,
        'x-acs-action': operation,
        'x-acs-version': API_VERSION,
        ...defined({ 'content-type': body === undefined ? undefined : 'application/json; charset=utf-8' }),
      };
      const nonce = Buffer.from(random.bytes(NONCE_BYTES)).toString('hex');
      return signInStyle({ method, path, query, headers, body, credentials, dateMs: time.now(), nonce });
    },
  });
}
