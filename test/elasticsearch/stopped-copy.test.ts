import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { copyRuns, createOrders, type Move, ORDERS, planOfMove, planWithin } from './support/orders.ts';

/** Under way until it is let go. */
const SLOW = '      requests_per_second: 5\n      batch: 50\n';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10')).each(['auto', 'remote', 'local'])(
  'a copy that the target makes by %s',
  (method) => {
    let old: ClusterClient;
    let target: ClusterClient;

    beforeAll(async () => {
      const lent = await borrowServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
      [old, target] = [new ClusterClient(lent.old.url), new ClusterClient(lent.new.url)];
    });

    async function begin(name: string): Promise<{ readonly move: Move; readonly waybill: CommandLine }> {
      const index = `${name}-${method}`;
      const move = { old: method === 'local' ? target : old, target, index, copy: `${index}-new` };
      await createOrders(move.old, index);
      const plan = method === 'local' ? planWithin(move, SLOW) : planOfMove(move, `${SLOW}      method: ${method}\n`);
      return { move, waybill: new CommandLine({ plan }) };
    }

    const copied = async ({ copy }: Move): Promise<number> => {
      await target.must('POST', `/${copy}/_refresh`);
      return Number((await target.must('GET', `/${copy}/_count`))['count']);
    };

    async function resumesToEnd(waybill: CommandLine, move: Move, ...words: readonly string[]): Promise<void> {
      const run = waybill.start('resume', '--auto-approve', ...words);
      await copyRuns(run, move);
      await target.unthrottle(move.copy);
      expectCode(0, await run.ended);
      expect(
        await compareIndices({ cluster: move.old, index: move.index }, { cluster: target, index: move.copy }),
      ).toEqual([]);
    }

    it('ends with a run that an operator stops, and the next one copies what is left', async () => {
      const { move, waybill } = await begin('stopped');
      const first = waybill.start('apply', '--auto-approve');
      await copyRuns(first, move);
      await waitFor('the first batch is there', async () => (await copied(move)) > 0);
      first.kill('SIGINT');
      expect((await first.ended).stderr).not.toContain('fault');
      await waitFor('the copy has ended', async () => (await target.copies(move.copy)) === 0);
      expect(await copied(move)).toBeLessThan(ORDERS);

      await resumesToEnd(waybill, move);
    });

    it('and that an operator cancels by hand after the run was killed is not begun again before it is retried', async () => {
      const { move, waybill } = await begin('canceled');
      const first = waybill.start('apply', '--auto-approve');
      await copyRuns(first, move);
      first.kill('SIGKILL');
      await first.ended;
      await target.cancelCopies(move.copy);
      await waitFor('the copy has ended', async () => (await target.copies(move.copy)) === 0);
      // A result can be searched for once its index was refreshed.
      await waitFor('its result is kept', async () => (await target.results(move.copy)).length > 0);

      const second = await waybill.run('resume', '--auto-approve');
      expectCode(5, second);
      expect(second.stdout + second.stderr).toContain('COPY_CANCELED');
      expect(await target.copies(move.copy)).toBe(0);

      await resumesToEnd(waybill, move, '--retry-failed');
    });
  },
);
