import type { HttpRequest, HttpResponse } from '@waybill/core';
import type { CredentialServices } from '../auth/credential-services.ts';

export interface IssuingServices extends CredentialServices {
  readonly sent: readonly HttpRequest[];
}

/** Services that answer by `method path`, from a table or a function, and keep what they were asked. */
export function issuingServices(
  answers: Readonly<Record<string, Partial<HttpResponse> | Error>>,
  files: Readonly<Record<string, string>> = {},
): IssuingServices {
  const sent: HttpRequest[] = [];
  return {
    alias: 'search',
    sent,
    transport: {
      send: async (request) => {
        sent.push(request);
        const { pathname } = new URL(request.url);
        const answer = answers[`${request.method} ${pathname}`] ?? { status: 404 };
        if (answer instanceof Error) throw answer;
        return { status: 200, headers: {}, body: '', ...answer };
      },
    },
    nowMs: () => Date.UTC(2026, 0, 15, 8),
    readTextFile: async (path) => files[path],
    stsEndpoint: 'https://sts.aliyuncs.com',
    metadataEndpoint: 'http://100.100.100.200',
    caFile: undefined,
  };
}

export function temporaryKey(secret: string, end: string): Readonly<Record<string, string>> {
  return {
    AccessKeyId: 'STS.id',
    AccessKeySecret: secret,
    SecurityToken: `${secret}-token`,
    Expiration: end,
  };
}
