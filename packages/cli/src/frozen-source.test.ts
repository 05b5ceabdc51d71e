import { defined } from '@waybill/core';
import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const planWith = (until: number): string => `version: 1
name: shop
inputs:
  endpoint: { description: Address of the clusters }
providers:
  old: { type: elasticsearch, url: "\${{ inputs.endpoint }}/clusters/old" }
  new: { type: elasticsearch, url: "\${{ inputs.endpoint }}/clusters/new" }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: orders-v2 }
      method: bulk
    catch_up: { until: ${until}, rounds: 3 }
    verify: { level: digest }
    cutover: { mode: clients, aliases: [shop] }
`;

const DOCUMENTS = Array.from({ length: 30 }, (_, number) => ({ _id: `d${number}`, _source: { number } }));

/** Two clusters of which one has an index, and what a client does there. */
class FrozenSession implements AsyncDisposable {
  readonly session: SandboxSession;

  static async open(version: string, until: number): Promise<FrozenSession> {
    const session = await SandboxSession.open(planWith(until));
    const orders = { settings: { number_of_shards: 3 }, aliases: { shop: { filter: { term: { n: 1 } } } } };
    const old = { name: 'old', version, security: null, indices: { orders: { ...orders, documents: DOCUMENTS } } };
    session.sandbox.control.setSettings({
      elasticsearch: { clusters: [old, { name: 'new', version: '7.10.2', security: null }] },
    });
    return new FrozenSession(session);
  }

  private constructor(session: SandboxSession) {
    this.session = session;
  }

  async send(method: string, path: string, body?: string | object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.session.sandbox.url}/clusters${path}`, {
      method,
      headers: { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' },
      ...defined({ body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  /** As a client of 6.x names types, and of any other does not. */
  async write(id: string, source: object | undefined, type?: string): Promise<number> {
    const action = {
      [source === undefined ? 'delete' : 'index']: { _id: id, ...defined({ _type: type }) },
    };
    const version = source === undefined ? { version: 99 } : {};
    for (const about of Object.values(action)) Object.assign(about, version);
    const lines = [action, ...(source === undefined ? [] : [source])].map((line) => `${JSON.stringify(line)}\n`);
    const { items } = (await this.send('POST', '/old/orders/_bulk', lines.join(''))) as {
      items: readonly Record<string, { status: number }>[];
    };
    return Object.values(items[0] ?? {})[0]?.status ?? 0;
  }

  async documents(path: string): Promise<Readonly<Record<string, unknown>>> {
    await this.send('POST', `${path}/_refresh`);
    const { hits } = (await this.send('POST', `${path}/_search`, { size: 1_000 })) as {
      hits: { hits: readonly { _id: string; _source: unknown }[] };
    };
    return Object.fromEntries(hits.hits.map(({ _id, _source }) => [_id, _source]));
  }

  async block(): Promise<unknown> {
    const { orders } = (await this.send('GET', '/old/orders')) as {
      orders: { settings: { index: { blocks?: { write?: string } } } };
    };
    return orders.settings.index.blocks?.write;
  }

  async status(): Promise<JsonStatus> {
    return JSON.parse((await this.session.run('status', ['--json'])).stdout) as JsonStatus;
  }

  async approve(gate: string): Promise<void> {
    const approved = await this.session.run('approve', [gate, '--reason', 'tried', '--auto-approve']);
    expect(approved.code, approved.stderr).toBe(0);
  }

  resume(): ReturnType<SandboxSession['run']> {
    return this.session.run('resume', ['--auto-approve']);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]();
  }
}

test('clients move: what they write until the freeze arrives, and nothing after it', async () => {
  const type = '_doc';
  await using world = await FrozenSession.open('6.7.2', 0);
  expect((await world.session.run('apply')).code).toBe(3);
  expect((await world.status()).holds).toBeUndefined();
  await world.write('d3', { number: 'changed' }, type);
  await world.write('d4', undefined, type);
  await world.write('new', { number: 'new' }, type);

  await world.approve('orders.approve-cutover');
  const frozen = await world.resume();
  expect(frozen.code, frozen.stdout + frozen.stderr).toBe(3);
  expect(await world.write('d5', { number: 'too late' }, type)).toBe(403);
  const copied = await world.documents('/new/orders-v2');
  expect(copied).toEqual(await world.documents('/old/orders'));
  expect([copied['d3'], copied['d4'], copied['new']]).toEqual([{ number: 'changed' }, undefined, { number: 'new' }]);
  expect(await world.send('GET', '/new/_alias/shop')).toMatchObject({
    'orders-v2': { aliases: { shop: { filter: { term: { n: 1 } } } } },
  });

  const { holds } = await world.status();
  expect(holds).toMatchObject([{ step: 'orders.freeze', lift: expect.stringContaining('PUT /orders/_settings') }]);
  const shown = (await world.session.run('status')).stdout;
  expect(shown.indexOf('writes to the index orders are refused')).toBeLessThan(shown.indexOf('approve'));

  await world.approve('orders.confirm-clients');
  const done = await world.resume();
  expect(done.code, done.stdout + done.stderr).toBe(0);
  expect([await world.block(), (await world.status()).holds]).toEqual(['true', undefined]);
});

test.each(['tried again', 'started over'] as const)(
  'a unit that fails while the source is frozen lifts the freeze, and freezes again when it is %s',
  async (how) => {
    await using world = await FrozenSession.open('7.10.2', 1_000);
    expect((await world.session.run('apply')).code).toBe(3);
    await world.write('d3', { number: 'changed' });
    await world.send('PUT', '/new/orders-v2/_settings', { index: { blocks: { write: true } } });
    await world.approve('orders.approve-cutover');
    const failed = await world.resume();
    expect(failed.code, failed.stdout).toBe(5);
    expect([await world.block(), (await world.status()).holds]).toEqual([undefined, undefined]);

    await world.send('PUT', '/new/orders-v2/_settings', { index: { blocks: { write: null } } });
    expect(await world.write('d6', { number: 'written since' })).toBe(200);
    if (how === 'started over') {
      expect((await world.session.run('redo', ['orders', '--reason', 'lifted'])).code).toBe(0);
      expect((await world.resume()).code).toBe(3);
      await world.approve('orders.approve-cutover');
      expect((await world.resume()).code).toBe(3);
    } else {
      const retried = await world.session.run('resume', ['--auto-approve', '--retry-failed']);
      expect(retried.code, retried.stdout + retried.stderr).toBe(3);
    }
    expect(await world.documents('/new/orders-v2')).toEqual(await world.documents('/old/orders'));
    expect(await world.block()).toBe('true');
  },
);

test('an index that somebody else has frozen is left as it is', async () => {
  await using world = await FrozenSession.open('7.10.2', 1_000);
  await world.session.run('apply');
  await world.send('PUT', '/old/orders/_settings', { index: { blocks: { write: true } } });
  await world.approve('orders.approve-cutover');
  const refused = await world.resume();
  expect([refused.code, (refused.stdout + refused.stderr).replace(/\s+/g, ' ')]).toEqual([
    5,
    expect.stringContaining('orders already refuses writes'),
  ]);
  expect([await world.block(), (await world.status()).holds]).toEqual(['true', undefined]);
});
