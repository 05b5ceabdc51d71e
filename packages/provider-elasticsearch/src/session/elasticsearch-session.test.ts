import type { HttpRequest, HttpResponse, JsonObject, Transport } from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { SHOW_VERSION } from '../operations/show-version.ts';
import { connect } from './connect.ts';

/** Nodes by host, each of the cluster that is named, and what was asked of them. */
class Nodes implements Transport {
  readonly paths: string[] = [];
  readonly #clusters: Readonly<Record<string, string>>;

  constructor(clusters: Readonly<Record<string, string>>) {
    this.#clusters = clusters;
  }

  async send({ method, url }: HttpRequest): Promise<HttpResponse> {
    const { hostname, pathname } = new URL(url);
    const cluster = this.#clusters[hostname];
    this.paths.push(`${method} ${hostname}${pathname}`);
    if (pathname.startsWith('/_cluster/state'))
      return {
        status: 200,
        headers: {},
        body: JSON.stringify({ cluster_name: cluster, cluster_uuid: `u-${cluster}` }),
      };
    if (pathname.startsWith('/_nodes'))
      return { status: 200, headers: {}, body: JSON.stringify({ nodes: { a: { version: '7.17.28' } } }) };
    const error = `no handler found for uri [${pathname}] and method [${method}]`;
    return { status: 400, headers: {}, body: JSON.stringify({ error }) };
  }
}

async function callOver(transport: Transport, url: string | readonly string[]): Promise<unknown> {
  const config = { type: 'elasticsearch', url } as JsonObject;
  const parts = { alias: 'it', env: {}, clock: new VirtualClock(), random: createSeededRandom(1) };
  await using session = await connect({ ...parts, config, transport });
  const signal = new AbortController().signal;
  return await session.call(SHOW_VERSION.operation, SHOW_VERSION.arguments as JsonObject, { signal });
}

test('addresses of two clusters are refused before anything else is asked', async () => {
  const nodes = new Nodes({ a: 'shop', b: 'logs' });
  await expect(callOver(nodes, ['http://a:9200', 'http://b:9200'])).rejects.toMatchObject({
    class: 'unusable',
    vendorCode: 'TWO_CLUSTERS',
    message: expect.stringContaining(
      'http://a:9200 is a node of shop (u-shop), http://b:9200 is a node of logs (u-logs)',
    ),
  });
  expect(nodes.paths).toEqual(['GET a/_cluster/state/metadata', 'GET b/_cluster/state/metadata']);
});

test('addresses of one cluster are used, and a single one is asked nothing beside its calls', async () => {
  const several = new Nodes({ a: 'shop', b: 'shop' });
  await callOver(several, ['http://a:9200', 'http://b:9200']);
  expect(several.paths.at(-1)).toBe('GET a/_nodes/_local/http');
  const single = new Nodes({ a: 'shop' });
  await callOver(single, 'http://a:9200');
  expect(single.paths).toEqual(['GET a/_nodes/_local/http']);
});

test('a path that is none of a proxy makes the connection useless', async () => {
  await expect(callOver(new Nodes({ a: 'shop' }), 'http://a:9200/es')).rejects.toMatchObject({
    class: 'unusable',
    message: expect.stringContaining('There is no cluster at the path /es.'),
    hint: expect.stringContaining('Correct the path in url'),
  });
});

const answering = (status: number, body: string): Transport => ({
  send: () => Promise.resolve({ status, headers: {}, body }),
});

test.each([
  [200, '<!DOCTYPE html><title>Sign in</title>'],
  [404, '<html><body>Not Found</body></html>'],
  [404, 'page not found'],
  [405, ''],
])('what answers with %i and %j is no cluster', async (status, page) => {
  await expect(callOver(answering(status, page), 'http://a:9200')).rejects.toMatchObject({
    class: 'unusable',
    message: expect.stringContaining('What answers at http://a:9200 is neither Elasticsearch nor OpenSearch.'),
    hint: expect.stringContaining('port'),
  });
});

test.each([
  [200, '{"nodes":{'],
  [502, '<html><body>Bad Gateway</body></html>'],
  [429, ''],
])('an answer with %i and %j may be of a proxy, or cut off', async (status, body) => {
  await expect(callOver(answering(status, body), 'http://a:9200')).rejects.not.toMatchObject({ class: 'unusable' });
});
