import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Preview } from '@waybill/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AUTHORITY_PEM } from '../../packages/transport/src/testing/certificates.ts';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { canStart } from '../servers/require-servers.ts';
import { type StartedServers, startServers } from '../servers/start-servers.ts';
import { sendTo } from '../servers/support/probe-server.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { NASTY_DOCUMENTS } from './support/nasty-documents.ts';
import { startTlsFront } from './support/tls-front.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'providers', 'elasticsearch.md');
const PASSWORD = 'secret-of-the-user';

/** The privileges that the page lists, by the first column of its table. */
function privilegesOf(where: string): readonly string[] {
  const rows = readFileSync(PAGE, 'utf8').split('\n');
  const row = rows.find((line) => line.startsWith(`| ${where} |`));
  if (row === undefined) throw new Error(`the page has no row "${where}"`);
  return [...(row.split('|')[2] ?? '').matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
}

describe.skipIf(!canStart('elasticsearch-7.17-secured'))('a cluster with users', () => {
  let servers: StartedServers<'cluster'>;
  let cluster: ClusterClient;

  beforeAll(async () => {
    servers = await startServers({ cluster: 'elasticsearch-7.17-secured' }, { report: console.log });
    const { url, user } = servers.cluster;
    cluster = new ClusterClient(url, user);
    await cluster.must('PUT', '/orders', {
      settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
      mappings: { properties: { at: { type: 'date' }, extra: { type: 'object', enabled: false } } },
    });
    await cluster.load('orders', NASTY_DOCUMENTS);
    const rows = ['cluster, both sides', 'the source', 'the copy', '`.tasks` of the target, except with `bulk`'];
    const [both = [], source = [], copy = [], tasks = []] = rows.map(privilegesOf);
    await makeUser('reader', { cluster: both, indices: [{ names: ['orders'], privileges: source }] });
    await makeUser('writer', {
      cluster: both,
      indices: [
        { names: ['copy'], privileges: copy },
        { names: ['.tasks'], privileges: tasks, allow_restricted_indices: true },
      ],
    });
  });

  afterAll(() => servers?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    await cluster.send('DELETE', '/copy');
  });

  async function makeUser(name: string, role: object): Promise<void> {
    await cluster.must('PUT', `/_security/role/${name}`, role);
    await cluster.must('PUT', `/_security/user/${name}`, { password: PASSWORD, roles: [name] });
  }

  function planOf(method: string, login: string, url = servers.cluster.url): string {
    return `version: 1
name: secured
secrets: { password: { env: ES_PASSWORD }, key: { env: ES_KEY } }
providers:
  old: { type: elasticsearch, url: "${servers.cluster.url}", ${login} }
  new:
    type: elasticsearch
    url: ${url}
    ca: authority.pem
    username: writer
    password: \${{ secrets.password }}
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: copy }
      method: ${method}
      parts: 2
    verify: { level: digest }
`;
  }

  const BASIC = 'username: reader, password: "${{ secrets.password }}"';

  async function apply(plan: string, key = 'none') {
    const waybill = new CommandLine({ plan, env: { ES_PASSWORD: PASSWORD, ES_KEY: key } });
    writeFileSync(join(waybill.folder, 'authority.pem'), AUTHORITY_PEM);
    return await waybill.run('apply');
  }

  async function expectEqual(): Promise<void> {
    expect(await compareIndices({ cluster, index: 'orders' }, { cluster, index: 'copy' })).toEqual([]);
  }

  it.each(['remote', 'bulk', 'auto'])('gives the users of the page what method %s needs', async (method) => {
    expectCode(0, await apply(planOf(method, BASIC)));
    await expectEqual();
  });

  it('takes an API key, also where the target pulls with it', async () => {
    const indices = [{ names: ['orders'], privileges: privilegesOf('the source') }];
    const request = { name: 'reader', role_descriptors: { reader: { cluster: ['monitor'], indices } } };
    const { body } = await sendTo(servers.cluster, { method: 'POST', path: '/_security/api_key', body: request });
    const key = btoa(`${String(body['id'])}:${String(body['api_key'])}`);
    for (const method of ['remote', 'bulk']) {
      await cluster.send('DELETE', '/copy');
      expectCode(0, await apply(planOf(method, 'api_key: "${{ secrets.key }}"'), key));
      await expectEqual();
    }
  });

  it('is reached over TLS with an authority that the plan names', async () => {
    await using front = await startTlsFront(servers.cluster.url);
    expectCode(0, await apply(planOf('bulk', BASIC, front.url)));
    await expectEqual();
  });

  describe('without the right to freeze the source', () => {
    const WITHOUT = ['read', 'view_index_metadata', 'monitor', 'maintenance'];
    const moving = (login: string): string =>
      `${planOf('bulk', login)}    catch_up: true\n    cutover: { mode: clients }\n`;

    async function expectRefused(plan: string, key = 'none'): Promise<void> {
      const waybill = new CommandLine({ plan, env: { ES_PASSWORD: PASSWORD, ES_KEY: key } });
      writeFileSync(join(waybill.folder, 'authority.pem'), AUTHORITY_PEM);
      const end = await waybill.run('plan', '--json');
      expect(end.code).toBe(1);
      const { checks } = JSON.parse(end.stdout) as Preview;
      expect(checks.counts.blocking).toBe(1);
      expect(checks.findings[0]).toMatchObject({
        check: 'rights-held',
        provider: 'old',
        detail: expect.stringContaining(
          'manage of orders (for indices:admin/block/add, indices:admin/settings/update)',
        ) as unknown,
      });
    }

    it('a preview says so of a user', async () => {
      await makeUser('unable', { cluster: ['monitor'], indices: [{ names: ['orders'], privileges: WITHOUT }] });
      await expectRefused(moving(BASIC.replace('reader', 'unable')));
    });

    it('a preview says so of an API key, whatever its owner may do', async () => {
      const indices = [{ names: ['orders'], privileges: WITHOUT }];
      const request = { name: 'unable', role_descriptors: { unable: { cluster: ['monitor'], indices } } };
      const { body } = await sendTo(servers.cluster, { method: 'POST', path: '/_security/api_key', body: request });
      const key = btoa(`${String(body['id'])}:${String(body['api_key'])}`);
      await expectRefused(moving('api_key: "${{ secrets.key }}"'), key);
    });
  });

  it('names the privilege that is missing, and makes nothing', async () => {
    await makeUser('writer-without', { cluster: ['monitor'], indices: [{ names: ['copy'], privileges: ['read'] }] });
    const end = await apply(planOf('bulk', BASIC).replace('username: writer', 'username: writer-without'));
    expect(end.code).not.toBe(0);
    expect(end.stdout + end.stderr).toContain('create_index of copy (for create_index, indices:admin/create)');
    expect((await cluster.send('GET', '/copy'))['http_status']).toBe(404);
  });
});
