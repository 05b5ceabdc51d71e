import { ProviderError } from '@waybill/core';
import { expect, test } from 'vitest';
import { type ClusterIdentity, OneCluster } from './one-cluster.ts';

type Node = ClusterIdentity | undefined | Error;

const SHOP = { uuid: 'u-1', name: 'shop' };
const LOGS = { uuid: 'u-2', name: 'logs' };
const DOWN = new ProviderError('no', { vendorCode: 'ECONNREFUSED', class: 'unreachable', effect: 'none' });
const FORBIDDEN = new ProviderError('no', { vendorCode: 'x', class: 'fatal', effect: 'none' });
const REFUSED = new ProviderError('no', { vendorCode: 'x', class: 'unauthorized', effect: 'none' });

function clusterOf(nodes: Record<string, Node>) {
  const asked: string[] = [];
  const cluster = new OneCluster(Object.keys(nodes));
  const admit = (origin: string) =>
    cluster.admit(origin, async (each) => {
      asked.push(each);
      const node = nodes[each];
      if (node instanceof Error) throw node;
      return node;
    });
  return { admit, asked, nodes };
}

test('nodes of one cluster are asked once, and one address never', async () => {
  const several = clusterOf({ a: SHOP, b: SHOP });
  for (const origin of ['a', 'b', 'a']) await several.admit(origin);
  expect(several.asked).toEqual(['a', 'b']);
  const single = clusterOf({ a: SHOP });
  await single.admit('a');
  expect(single.asked).toEqual([]);
});

test('nodes of two clusters are refused before the first call, and each time, with both names', async () => {
  const { admit } = clusterOf({ 'http://a:9200': SHOP, 'http://b:9200': LOGS });
  for (let call = 0; call < 2; call += 1)
    await expect(admit('http://a:9200')).rejects.toMatchObject({
      class: 'unusable',
      effect: 'none',
      message:
        'url names nodes of two clusters: http://a:9200 is a node of shop (u-1), http://b:9200 is a node of logs (u-2).',
    });
});

test('a node that was not reached at first is compared before it is used', async () => {
  const { admit, nodes, asked } = clusterOf({ a: SHOP, b: DOWN });
  await admit('a');
  nodes['b'] = LOGS;
  await admit('a');
  await expect(admit('b')).rejects.toMatchObject({ class: 'unusable' });
  expect(asked).toEqual(['a', 'b', 'b']);
});

test('a node that cannot be asked now is not called either: it may be one of another cluster', async () => {
  const { admit, nodes } = clusterOf({ a: SHOP, b: DOWN });
  await admit('a');
  await expect(admit('b')).rejects.toBe(DOWN);
  nodes['b'] = SHOP;
  await admit('b');
});

test('a node that does not let the user see its cluster is asked once, and used', async () => {
  const { admit, asked } = clusterOf({ a: SHOP, b: FORBIDDEN });
  for (const origin of ['a', 'b', 'b']) await admit(origin);
  expect(asked).toEqual(['a', 'b']);
});

test('what no node says is not compared', async () => {
  const silent = clusterOf({ a: SHOP, b: undefined, c: undefined });
  for (const origin of ['a', 'b', 'c']) await silent.admit(origin);
  expect(silent.asked).toEqual(['a', 'b', 'c']);
});

test('credentials that one node refuses are not sent to the others', async () => {
  const { admit, asked } = clusterOf({ a: REFUSED, b: SHOP, c: SHOP });
  await expect(admit('a')).rejects.toBe(REFUSED);
  expect(asked).toEqual(['a', 'a']);
});
