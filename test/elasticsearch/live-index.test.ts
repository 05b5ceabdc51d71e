import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { canStart } from '../servers/require-servers.ts';
import { LivePair, SMALL_DIFFERENCE } from './support/live-pair.ts';
import { LiveWriter } from './support/live-writer.ts';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))(
  'an index that is written to all the time',
  () => {
    let pair: LivePair;

    beforeAll(async () => {
      pair = await LivePair.borrow('live');
    });

    beforeEach(() => pair.fill());

    it('is what it was on the other cluster, with everything that was written, changed and deleted meanwhile', async () => {
      await using writer = new LiveWriter(pair.old, 'live', '_doc');
      const waybill = new CommandLine({
        plan: pair.planOf(
          'remote',
          '{ mode: clients, freeze: true, aliases: [live-shop] }',
          '      requests_per_second: 5\n',
        ),
      });
      const first = waybill.start('apply');
      const failIfEnded = (): void => {
        if (!first.isAlive) throw new Error(`it has ended\n${first.stdout}\n${first.stderr}`);
      };
      // However quick the copy and slow the writer are, there is a difference that takes a round.
      await waitFor('the copy runs', async () => {
        failIfEnded();
        return (await pair.target.copies('live-new')) > 0;
      });
      const { written: before } = writer;
      await waitFor('enough is written', () => writer.written > before + 2 * SMALL_DIFFERENCE);
      await pair.target.unthrottle('live-new');
      // A round has begun: what it has replaced has the version that it has at the source.
      await waitFor('a round replaces documents', async () => {
        failIfEnded();
        return await pair.hasReplaced();
      });
      first.kill('SIGKILL');
      await first.ended;

      expectCode(3, await waybill.run('resume', '--auto-approve'));
      expect(writer.refused).toBe(0);
      const approve = (gate: string) => waybill.run('approve', gate, '--reason', 'tried', '--auto-approve');
      expectCode(0, await approve('orders.approve-cutover'));
      expectCode(3, await waybill.run('resume', '--auto-approve'));

      // Nothing is written any more, and both sides are equal, while the clients move.
      const { written } = writer;
      await waitFor('the writer is refused', () => writer.refused > 50);
      expect(writer.written).toBe(written);
      expect(await pair.differences()).toEqual([]);
      expect(await pair.target.must('GET', '/live-new/_alias')).toMatchObject({
        'live-new': { aliases: { 'live-shop': { filter: { range: { n: { gte: 0 } } } } } },
      });
      expectCode(0, await approve('orders.confirm-clients'));
      expectCode(0, await waybill.run('resume', '--auto-approve'));
      expect(await pair.old.settings('live')).toMatchObject({ blocks: { write: 'true' } });
    });
  },
);
