import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { type StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { canStart } from '../servers/require-servers.ts';
import { type StartedServers, startServers } from '../servers/start-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { NASTY_DOCUMENTS, plainDocuments } from './support/nasty-documents.ts';

const DEFINITION = {
  settings: {
    number_of_shards: 2,
    number_of_replicas: 1,
    refresh_interval: '7s',
    analysis: { analyzer: { low: { type: 'custom', tokenizer: 'keyword', filter: ['lowercase'] } } },
  },
  mappings: {
    _doc: {
      _all: { enabled: false },
      properties: {
        name: { type: 'text', analyzer: 'low' },
        n: { type: 'long' },
        at: { type: 'date' },
        extra: { type: 'object', enabled: false },
      },
    },
  },
};

const PLAIN = 1_000;

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('an index of 6.7', () => {
  let servers: StartedServers<'old' | 'new'>;
  let old: ClusterClient;
  let target: ClusterClient;

  beforeAll(async () => {
    servers = await startServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' }, { report: console.log });
    old = new ClusterClient(servers.old.url);
    target = new ClusterClient(servers.new.url);
    await old.must('PUT', '/orders', { ...DEFINITION, aliases: { shop: { filter: { term: { n: 1 } } } } });
    await old.load('orders', [...NASTY_DOCUMENTS, ...plainDocuments(PLAIN)], '_doc');
  });

  afterAll(() => servers?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    await target.send('DELETE', '/orders-new');
    await target.send('DELETE', '/.tasks');
  });

  /** Throws with what the command printed when it ends before. */
  async function copyRuns(command: StartedProcess): Promise<void> {
    await waitFor('the copy runs', async () => {
      if (!command.isAlive) throw new Error(`it has ended\n${command.stdout}\n${command.stderr}`);
      return (await target.copies()) > 0;
    });
  }

  function planOf(extra: string): string {
    return `version: 1
name: move
providers:
  old: { type: elasticsearch, url: ${servers.old.url} }
  new: { type: elasticsearch, url: ${servers.new.url}, polling: { initial_interval: 200ms, max_interval: 500ms } }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: orders-new }
${extra}`;
  }

  it('is on 7.10 what it was, in two parts, with its own settings', async () => {
    const waybill = new CommandLine({ plan: planOf('      parts: 2\n') });
    expectCode(0, await waybill.run('apply'));
    expect(await compareIndices({ cluster: old, index: 'orders' }, { cluster: target, index: 'orders-new' })).toEqual(
      [],
    );
    expect(await target.settings('orders-new')).toMatchObject({
      number_of_shards: '2',
      number_of_replicas: '1',
      refresh_interval: '7s',
    });
    // Both parts together made each document once.
    const made = await target.results('orders-new');
    expect([made.length, made.reduce((sum, count) => sum + count, 0)]).toEqual([2, NASTY_DOCUMENTS.length + PLAIN]);
  });

  it('is copied by reading and writing where a plan says so, and every document is compared', async () => {
    const waybill = new CommandLine({ plan: `${planOf('      method: bulk\n')}    verify: { level: digest }\n` });
    expectCode(0, await waybill.run('apply'));
    expect(await target.results('orders-new')).toEqual([]);
    expect(await compareIndices({ cluster: old, index: 'orders' }, { cluster: target, index: 'orders-new' })).toEqual(
      [],
    );
  });

  it('is not taken for equal when a document differs, which is named', async () => {
    const waybill = new CommandLine({
      plan: `${planOf('      requests_per_second: 5\n      batch: 50\n')}    verify: { level: digest }\n`,
    });
    const apply = waybill.start('apply');
    await copyRuns(apply);
    // It is there already, and a copy leaves it as it is.
    await target.send('PUT', '/orders-new/_doc/plain-999', { name: 'Order 999', n: 998, extra: { even: false } });
    await target.unthrottle();
    const end = await apply.ended;
    expect(end.stdout + end.stderr).toContain('1 changed (plain-999)');
    expect(end.code).not.toBe(0);
  });

  it('is copied once, although the runner is killed while it is copied', async () => {
    const waybill = new CommandLine({ plan: planOf('      requests_per_second: 500\n      batch: 100\n') });
    const first = waybill.start('apply');
    await copyRuns(first);
    first.kill('SIGKILL');
    await first.ended;
    expectCode(0, await waybill.run('resume', '--auto-approve'));
    expect(await target.results('orders-new')).toEqual([NASTY_DOCUMENTS.length + PLAIN]);
    expect(await compareIndices({ cluster: old, index: 'orders' }, { cluster: target, index: 'orders-new' })).toEqual(
      [],
    );
  });

  it('is not lost with the node that copies it: what is there stays, and the rest follows', async () => {
    // Slow enough to be under way when the node is killed, however slow that is.
    const waybill = new CommandLine({ plan: planOf('      requests_per_second: 5\n      batch: 50\n') });
    const first = waybill.start('apply');
    await copyRuns(first);
    // Before that the answer of its start may be lost with the node, and the copy is simply started again.
    await waitFor('the runner waits for it', () => `${first.stdout}${first.stderr}`.includes('1 active'));
    await servers.new.kill();
    await servers.new.restart();
    const failed = await first.ended;
    expect(failed.stdout + failed.stderr).toContain('The cluster does not know the copy any more');
    // Also after a failure the index has its own settings.
    expect(await target.settings('orders-new')).toMatchObject({ number_of_replicas: '1', refresh_interval: '7s' });
    expectCode(0, await waybill.run('redo', 'orders', '--reason', 'the node was restarted'));
    const second = waybill.start('resume', '--auto-approve');
    await copyRuns(second);
    await target.unthrottle();
    expectCode(0, await second.ended);
    expect(await compareIndices({ cluster: old, index: 'orders' }, { cluster: target, index: 'orders-new' })).toEqual(
      [],
    );
  });

  it('whose definition the target cannot have is refused before anything is made', async () => {
    await old.must('PUT', '/parents', {
      mappings: { doc: { properties: { a: { type: 'text', similarity: 'classic' } } } },
    });
    const plan = planOf('').replace('index: orders }', 'index: parents }');
    const end = await new CommandLine({ plan }).run('apply');
    expect([end.code, end.stdout + end.stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('similarity classic'),
    ]);
    expect(end.code).not.toBe(0);
    expect((await target.send('GET', '/orders-new'))['http_status']).toBe(404);
  });

  it('moves its alias to a copy on the same cluster in one step, with its filter, once an operator allows it', async () => {
    const plan = `version: 1
name: mapping
providers: { old: { type: elasticsearch, url: "${servers.old.url}", polling: { initial_interval: 200ms } } }
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
