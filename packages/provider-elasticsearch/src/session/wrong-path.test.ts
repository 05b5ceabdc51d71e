import { ProviderError } from '@waybill/core';
import { expect, test } from 'vitest';
import { explainWrongPath } from './wrong-path.ts';

const REFUSED = { vendorCode: 'HTTP_400', class: 'fatal', effect: 'none' } as const;

function refusalOf(uri: string): ProviderError {
  return new ProviderError(
    `ShowNodes was refused with HTTP_400: no handler found for uri [${uri}] and method [GET]`,
    REFUSED,
  );
}

test.each([
  ['/es', '/es/_nodes/_local/http?filter_path=x'],
  // A proxy takes off a part of it alone.
  ['/search/es', '/es/_nodes/_local/http'],
])('with %s in url, a cluster that is asked for %s has no such path', (prefix, uri) => {
  expect(explainWrongPath(refusalOf(uri), { prefix, path: '/_nodes/_local/http' })).toMatchObject({
    class: 'unusable',
    message: expect.stringContaining(`There is no cluster at the path ${prefix}. ShowNodes was refused`),
  });
});

test.each([
  ['the path is taken off, and the call is unknown', '/es', refusalOf('/_nodes/_local/http')],
  ['there is no path', '', refusalOf('/es/_nodes/_local/http')],
  ['another call is named', '/es', refusalOf('/es/_bulk')],
  ['nothing is named', '/es', new ProviderError('no', REFUSED)],
  ['it is no refusal', '/es', new TypeError('uri [/es/_nodes/_local/http]')],
])('where %s, the fault stays what it is', (_name, prefix, fault) => {
  expect(explainWrongPath(fault, { prefix, path: '/_nodes/_local/http' })).toBe(fault);
});
