import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECIPES } from './cache.ts';
import { describeServer, SERVER_NAMES, type ServerName } from './catalogue.ts';
import { describeMissing } from './missing-tools.ts';
import { canStart } from './require-servers.ts';
import { startServers } from './start-servers.ts';
import { PROBED, probeServer, sendTo } from './support/probe-server.ts';

const PAGE = readFileSync(join(RECIPES, '..', '..', 'docs', 'test-servers.md'), 'utf8');

/** What the page says of a server, by row of the table whose columns are servers. */
function readColumn(name: ServerName): Readonly<Record<string, string>> {
  const header = PAGE.split('\n').find((line) => line.startsWith('| | `')) ?? '';
  const column = cellsOf(header).indexOf(`\`${name}\``);
  const rows = PAGE.split('\n').map(cellsOf);
  return Object.fromEntries(rows.filter(([what = '']) => PROBED.includes(what)).map((row) => [row[0], row[column]]));
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

// Few machines have a second JDK: these servers are not required, even under CI.
const NEWEST = SERVER_NAMES.filter((name) => describeServer(name).java.from > 17);

describe.each(SERVER_NAMES)('%s', (name) => {
  const isLeftOut = NEWEST.includes(name) ? describeMissing(name, process) !== undefined : !canStart(name);

  it.skipIf(isLeftOut)('has what the page says, and keeps its data over SIGKILL', async () => {
    await using servers = await startServers({ probed: name });
    const server = servers.probed;
    expect(server.version).toBe(describeServer(name).version);
    expect(await probeServer(server)).toEqual(readColumn(name));
    await server.kill();
    await server.restart();
    expect(await sendTo(server, { method: 'GET', path: '/probed/_doc/1' })).toMatchObject({ body: { found: true } });
  });
});

describe.skipIf(!canStart('elasticsearch-7.17-secured'))('security', () => {
  it('knows users, roles and API keys', async () => {
    await using servers = await startServers({ secured: 'elasticsearch-7.17-secured' });
    const { secured } = servers;
    const statusAs = async (authorization: string, method: string, path: string, body?: object): Promise<number> =>
      (await sendTo(secured, { method, path, body, headers: { authorization } })).status;

    expect((await fetch(secured.url)).status).toBe(401);
    const indices = [{ names: ['orders'], privileges: ['read'] }];
    await sendTo(secured, { method: 'PUT', path: '/orders/_doc/1?refresh=true', body: { customer: 'Ada' } });
    await sendTo(secured, { method: 'PUT', path: '/_security/role/reader', body: { indices } });
    const reader = { password: 'reader-secret', roles: ['reader'] };
    await sendTo(secured, { method: 'PUT', path: '/_security/user/reader', body: reader });
    const asReader = `Basic ${btoa('reader:reader-secret')}`;
    expect(await statusAs(asReader, 'GET', '/orders/_doc/1')).toBe(200);
    expect(await statusAs(asReader, 'PUT', '/orders/_doc/2', {})).toBe(403);
    expect(await statusAs(`Basic ${btoa('reader:wrong')}`, 'GET', '/orders/_doc/1')).toBe(401);

    const request = { name: 'test', role_descriptors: { reader: { indices } } };
    const { body } = await sendTo(secured, { method: 'POST', path: '/_security/api_key', body: request });
    const asKey = `ApiKey ${btoa(`${body['id']}:${body['api_key']}`)}`;
    expect(await statusAs(asKey, 'GET', '/orders/_doc/1')).toBe(200);
    expect(await statusAs(asKey, 'PUT', '/orders/_doc/2', {})).toBe(403);
  });
});
