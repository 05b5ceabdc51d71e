// Shown in docs/test-servers.md; a test runs it.
import { startServers } from './start-servers.ts';

export async function copyOrders(): Promise<unknown> {
  await using servers = await startServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
  const { old, new: target } = servers;

  await sendJson('PUT', `${old.url}/orders/_doc/1?refresh=true`, { customer: 'Ada' });
  await sendJson('POST', `${target.url}/_reindex?refresh=true`, {
    source: { remote: { host: old.url }, index: 'orders' },
    dest: { index: 'orders' },
  });
  return await sendJson('GET', `${target.url}/orders/_doc/1`);
}

export async function sendJson(method: string, url: string, body?: object): Promise<unknown> {
  const content = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...(body === undefined ? {} : content) });
  return response.json();
}
