import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpResponse, TransportError } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { meaningOfFault } from './connection-fault.ts';
import { createUndiciTransport } from './create-undici-transport.ts';
import { AUTHORITY_PEM, EXPIRED, LOCAL, OTHER_HOST } from './testing/certificates.ts';
import { serveBytes, serveHttp, serveHttp2Only, serveHttps, serveProxy } from './testing/loopback-servers.ts';
import type { TransportOptions } from './transport-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-ca-'));
writeFileSync(join(folder, 'company.pem'), AUTHORITY_PEM);
writeFileSync(join(folder, 'empty.pem'), 'nothing\n');
writeFileSync(join(folder, 'broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');

const COMPANY = { caFile: 'company.pem' };

describe('a certificate', () => {
  it('of a private authority is refused before anything is sent, and the hint names both ways to trust it', async () => {
    await using server = await serveHttps(LOCAL, (_, response) => response.end('never'));
    const error = await failure(`https://127.0.0.1:${server.port}/`);
    expect(error).toMatchObject({ fault: 'unusable', wasSent: false, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(error.hint).toContain('`ca:`');
    expect(error.hint).toContain('NODE_EXTRA_CA_CERTS');
  });

  it.each([
    ['that has expired', EXPIRED, 'CERT_HAS_EXPIRED'],
    ['of another host', OTHER_HOST, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s cannot be used, whatever authority issued it', async (_, certificate, reason) => {
    await using server = await serveHttps(certificate, (_request, response) => response.end('never'));
    expect(await failure(`https://127.0.0.1:${server.port}/`, COMPANY)).toMatchObject({
      fault: 'unusable',
      wasSent: false,
      reason,
    });
  });

  it('of an authority in the file is accepted', async () => {
    await using server = await serveHttps(LOCAL, (_, response) => response.end('hello'));
    expect((await send(`https://127.0.0.1:${server.port}/`, COMPANY)).body).toBe('hello');
  });

  it.each([
    ['missing.pem', 'CA_FILE_UNREADABLE'],
    ['/dev/zero', 'CA_FILE_UNREADABLE'],
    ['empty.pem', 'CA_FILE_EMPTY'],
    ['broken.pem', 'CA_FILE_INVALID'],
  ])('file %s cannot be used, and nothing is sent', async (caFile, reason) => {
    await using server = await serveHttp((_, response) => response.end('never'));
    const error = await failure(`http://127.0.0.1:${server.port}/`, { caFile });
    expect(error).toMatchObject({ fault: 'unusable', wasSent: false, reason });
    expect(error.message).toContain(caFile);
    expect(server.connections).toBe(0);
  });
});

describe('a protocol', () => {
  it('HTTP/2 alone cannot be used', async () => {
    await using server = await serveHttp2Only(LOCAL);
    expect(await failure(`https://127.0.0.1:${server.port}/`, COMPANY)).toMatchObject({
      fault: 'unusable',
      wasSent: false,
    });
  });

  it('without TLS behind https cannot be used', async () => {
    await using server = await serveBytes('220 mail.example ESMTP\r\n');
    expect(await failure(`https://127.0.0.1:${server.port}/`)).toMatchObject({ fault: 'unusable', wasSent: false });
  });

  it('other than HTTP behind http cannot be used, and the request may have been read', async () => {
    await using server = await serveBytes('220 mail.example ESMTP\r\n');
    expect(await failure(`http://127.0.0.1:${server.port}/`)).toMatchObject({ fault: 'unusable' });
  });
});

describe('no connection', () => {
  it('is out of reach for the moment', async () => {
    let port = 0;
    {
      await using server = await serveBytes('');
      port = server.port;
    }
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({
      fault: 'unreachable',
      wasSent: false,
      reason: 'ECONNREFUSED',
    });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ECONNRESET'])(
    '%s before anything was sent too',
    (reason) => expect(meaningOfFault(reason, false).fault).toBe('unreachable'),
  );

  it.each(['ECONNRESET', 'EXCHANGE_TIMEOUT', 'UND_ERR_SOCKET', 'RESPONSE_TOO_LARGE', 'HPE_INVALID_CHUNK_SIZE'])(
    '%s after the sending concerns one exchange',
    (reason) => expect(meaningOfFault(reason, true)).toEqual({ fault: undefined }),
  );

  it('an alert that may pass is no wrong protocol', () => {
    expect(meaningOfFault('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', false).fault).toBe('unreachable');
    expect(meaningOfFault('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', false).fault).toBe('unusable');
  });
});

describe('a proxy of the environment', () => {
  it('carries nothing that is direct, such as a question to the metadata service of this machine', async () => {
    await using proxy = await serveProxy();
    await using server = await serveHttp((_, response) => response.end('from the machine'));
    const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
    const url = `http://127.0.0.1:${server.port}/latest`;
    expect((await send(url, { isDirect: true }, { env })).body).toBe('from the machine');
    expect((await send(url, {}, { env })).body).toBe('from the proxy');
    expect(proxy.requests).toEqual([`GET ${url}`]);
  });

  it('carries http by absolute URL and https by a tunnel, whose certificate is checked end to end', async () => {
    await using proxy = await serveProxy();
    await using server = await serveHttps(LOCAL, (_, response) => response.end('through the tunnel'));
    const url = `http://user:pa%20ss@127.0.0.1:${proxy.port}`;
    const env = { HTTP_PROXY: url, https_proxy: url };
    const https = await send(`https://127.0.0.1:${server.port}/`, COMPANY, { env });
    expect(https.body).toBe('through the tunnel');
    expect((await send('http://api.example/path', {}, { env })).body).toBe('from the proxy');
    expect(proxy.requests).toEqual([`CONNECT 127.0.0.1:${server.port}`, 'GET http://api.example/path']);
    const credentials = `Basic ${Buffer.from('user:pa ss').toString('base64')}`;
    expect(proxy.headers.map((headers) => headers['proxy-authorization'])).toEqual([credentials, credentials]);
    expect(await failure(`https://127.0.0.1:${server.port}/`, {}, { env })).toMatchObject({ fault: 'unusable' });
  });

  it('is passed by for hosts of NO_PROXY, and not asked for without a variable', async () => {
    await using proxy = await serveProxy();
    await using server = await serveHttp((_, response) => response.end('direct'));
    const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'other.example,127.0.0.1' };
    expect((await send(`http://127.0.0.1:${server.port}/`, {}, { env })).body).toBe('direct');
    expect((await send(`http://127.0.0.1:${server.port}/`, {}, { env: {} })).body).toBe('direct');
    expect(proxy.requests).toEqual([]);
  });

  it('that is no URL cannot be used, and its value is not repeated', async () => {
    const error = await failure('http://127.0.0.1:9/', {}, { env: { http_proxy: 'gopher://me:hush@proxy' } });
    expect(error).toMatchObject({ fault: 'unusable', wasSent: false });
    expect(error.message).not.toContain('hush');
  });

  it.each([
    ['https://127.0.0.1:9/', 407, 'unusable'],
    ['http://127.0.0.1:9/', 407, 'unusable'],
    ['https://127.0.0.1:9/', 503, 'unreachable'],
  ] as const)('that answers for %s with %i has sent nothing on: %s', async (url, status, fault) => {
    await using proxy = await serveProxy(status);
    const address = `http://user:wrong-pass@127.0.0.1:${proxy.port}`;
    const error = await failure(url, {}, { env: { HTTP_PROXY: address, HTTPS_PROXY: address } });
    expect(error).toMatchObject({ fault, wasSent: false });
    expect(`${error.message} ${error.hint ?? ''}`).not.toContain('wrong-pass');
  });
});

interface Extra {
  readonly isDirect?: boolean;
  readonly caFile?: string;
}

async function send(url: string, extra: Extra = {}, options: TransportOptions = {}): Promise<HttpResponse> {
  await using transport = createUndiciTransport({ env: {}, cwd: folder, ...options });
  const request = { method: 'GET', url, headers: {}, ...extra } as const;
  return await transport.send(request, { signal: new AbortController().signal });
}

async function failure(url: string, extra?: Extra, options?: TransportOptions): Promise<TransportError> {
  const error: unknown = await send(url, extra, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TransportError) return error;
  throw new Error(`it did not fail with a transport error: ${String(error)}`);
}
