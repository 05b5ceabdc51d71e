import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { copyRuns, createOrders, type Move, ORDERS, planOfMove } from './support/orders.ts';

const INDEX = 'orders';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('an index of 6.7', () => {
  let old: ClusterClient;
  let target: ClusterClient;
  let move: Move;
  let copies = 0;

  beforeAll(async () => {
    const servers = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
    old = new ClusterClient(servers.old.url);
    target = new ClusterClient(servers.new.url);
    await createOrders(old, INDEX, { shop: { filter: { term: { n: 1 } } } });
  });

  beforeEach(() => {
    copies += 1;
    move = { old, target, index: INDEX, copy: `${INDEX}-${copies}` };
  });

  /** By the reader that shares nothing with the product. */
  function differences(): Promise<readonly string[]> {
    return compareIndices({ cluster: old, index: INDEX }, { cluster: target, index: move.copy });
  }

  it('is on 7.10 what it was, in two parts, with its own settings', async () => {
    const waybill = new CommandLine({ plan: planOfMove(move, '      parts: 2\n') });
    expectCode(0, await waybill.run('apply'));
    expect(await differences()).toEqual([]);
    expect(await target.settings(move.copy)).toMatchObject({
      number_of_shards: '2',
      number_of_replicas: '1',
      refresh_interval: '7s',
    });
    // Both parts together made each document once.
    const made = await target.results(move.copy);
    expect([made.length, made.reduce((sum, count) => sum + count, 0)]).toEqual([2, ORDERS]);
  });

  it('is copied by reading and writing where a plan says so, and every document is compared', async () => {
    const plan = planOfMove(move, '      method: bulk\n    verify: { level: digest }\n');
    expectCode(0, await new CommandLine({ plan }).run('apply'));
    expect(await target.results(move.copy)).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('is not taken for equal when a document differs, which is named', async () => {
    const slow = '      requests_per_second: 5\n      batch: 50\n    verify: { level: digest }\n';
    const apply = new CommandLine({ plan: planOfMove(move, slow) }).start('apply');
    await copyRuns(apply, move);
    // It is there already, and a copy leaves it as it is.
    await target.send('PUT', `/${move.copy}/_doc/plain-999`, { name: 'Order 999', n: 998, extra: { even: false } });
    await target.unthrottle(move.copy);
    const end = await apply.ended;
    expect(end.stdout + end.stderr).toContain('1 changed (plain-999)');
    expect(end.code).not.toBe(0);
  });

  it('is copied once, although the runner is killed while it is copied', async () => {
    const waybill = new CommandLine({ plan: planOfMove(move, '      requests_per_second: 500\n      batch: 100\n') });
    const first = waybill.start('apply');
    await copyRuns(first, move);
    first.kill('SIGKILL');
    await first.ended;
    expectCode(0, await waybill.run('resume', '--auto-approve'));
    expect(await target.results(move.copy)).toEqual([ORDERS]);
    expect(await differences()).toEqual([]);
  });

  it('whose definition the target cannot have is refused before anything is made', async () => {
    const parents = { ...move, index: 'parents' };
    await old.must('PUT', `/${parents.index}`, {
      mappings: { doc: { properties: { a: { type: 'text', similarity: 'classic' } } } },
    });
    const end = await new CommandLine({ plan: planOfMove(parents) }).run('apply');
    expect([end.code, end.stdout + end.stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('similarity classic'),
    ]);
    expect(end.code).not.toBe(0);
    expect((await target.send('GET', `/${move.copy}`))['http_status']).toBe(404);
  });

  it('moves its alias to a copy on the same cluster in one step, with its filter, once an operator allows it', async () => {
    const plan = `version: 1
name: mapping
providers: { old: { type: elasticsearch, url: "${old.url}", polling: { initial_interval: 200ms } } }
migrations:
  orders:
    uses: old.reindex
    with:
      source: { index: orders }
      dest: { index: orders-v2, settings: { index: { number_of_shards: 1 } } }
    cutover: { alias: shop }
`;
    const waybill = new CommandLine({ plan });
    const gated = await waybill.run('apply');
    expect(gated.stdout + gated.stderr).toContain('approve');
    expect([await old.aliasesOf('orders'), await old.aliasesOf('orders-v2')]).toEqual([['shop'], []]);
    expectCode(0, await waybill.run('approve', 'orders.approve-cutover', '--reason', 'looked at it', '--auto-approve'));
    expectCode(0, await waybill.run('resume', '--auto-approve'));
    expect([await old.aliasesOf('orders'), await old.aliasesOf('orders-v2')]).toEqual([[], ['shop']]);
    expect(await old.must('GET', '/orders-v2/_alias')).toMatchObject({
      'orders-v2': { aliases: { shop: { filter: { term: { n: 1 } } } } },
    });
    expect(await compareIndices({ cluster: old, index: 'orders' }, { cluster: old, index: 'orders-v2' })).toEqual([]);
  });
});
