import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { copyRuns, createOrders, type Move, ORDERS, planOfMove } from './support/orders.ts';

/** Under way until it is let go. */
const SLOW = '      requests_per_second: 5\n      batch: 50\n      method: auto\n';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('a copy that the target makes', () => {
  it('ends with a run that an operator stops, and the next one copies what is left', async () => {
    const lent = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
    const [old, target] = [new ClusterClient(lent.old.url), new ClusterClient(lent.new.url)];
    const move: Move = { old, target, index: 'stopped-orders', copy: 'stopped-orders-new' };
    await createOrders(old, move.index);
    const waybill = new CommandLine({ plan: planOfMove(move, SLOW) });
    const first = waybill.start('apply', '--auto-approve');
    await copyRuns(first, move);
    const copied = async (): Promise<number> => {
      await target.must('POST', `/${move.copy}/_refresh`);
      return Number((await target.must('GET', `/${move.copy}/_count`))['count']);
    };
    await waitFor('the first batch is there', async () => (await copied()) > 0);
    first.kill('SIGINT');
    expect((await first.ended).stderr).not.toContain('fault');
    await waitFor('the copy has ended', async () => (await target.copies(move.copy)) === 0);
    expect(await copied()).toBeLessThan(ORDERS);

    const second = waybill.start('resume', '--auto-approve');
    await copyRuns(second, move);
    await target.unthrottle(move.copy);
    expectCode(0, await second.ended);
    expect(await compareIndices({ cluster: old, index: move.index }, { cluster: target, index: move.copy })).toEqual(
      [],
    );
  });
});
