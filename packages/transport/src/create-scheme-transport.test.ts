import type { HttpRequest, HttpResponse } from '@waybill/core';
import { expect, it } from 'vitest';
import { createSchemeTransport, type RequestProtocol } from './create-scheme-transport.ts';
import { serveHttp } from './testing/loopback-servers.ts';
import type { TransportOptions } from './transport-options.ts';

const { signal } = new AbortController();

class WireProtocol implements RequestProtocol {
  readonly schemes: readonly string[];
  readonly opened: TransportOptions[] = [];
  closed = 0;

  constructor(...schemes: readonly string[]) {
    this.schemes = schemes;
  }

  readonly open = (options: TransportOptions) => {
    this.opened.push(options);
    return {
      send: async ({ url }: HttpRequest): Promise<HttpResponse> => ({
        status: 200,
        headers: {},
        body: `${this.schemes[0]} ${url}`,
      }),
      [Symbol.asyncDispose]: async () => {
        this.closed += 1;
      },
    };
  };
}

it('sends a request by the protocol of its scheme, and else over HTTP', async () => {
  await using server = await serveHttp((_request, response) => response.end('http'));
  await using transport = createSchemeTransport([new WireProtocol('wire', 'wires'), new WireProtocol('tape')], {
    env: {},
  });
  const bodyOf = async (url: string) => (await transport.send({ method: 'POST', url, headers: {} }, { signal })).body;
  expect(await bodyOf('wire://a')).toBe('wire wire://a');
  expect(await bodyOf('WIRES://a')).toBe('wire WIRES://a');
  expect(await bodyOf('tape://a')).toBe('tape tape://a');
  expect(await bodyOf(`http://127.0.0.1:${server.port}/wire://a`)).toBe('http');
  await expect(bodyOf('wir://a')).rejects.toMatchObject({ wasSent: false });
});

it('opens each protocol once, with its own options, and closes it', async () => {
  const protocols = [new WireProtocol('wire', 'wires'), new WireProtocol('tape')];
  const options: TransportOptions = { env: {}, connectTimeoutMs: 5 };
  await createSchemeTransport(protocols, options)[Symbol.asyncDispose]();
  expect(protocols.map(({ opened, closed }) => [opened, closed])).toEqual([
    [[options], 1],
    [[options], 1],
  ]);
});
