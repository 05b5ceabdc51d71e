import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonStatus } from '../../packages/cli/src/views/documents/json-objects.ts';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { canStart } from '../servers/require-servers.ts';
import { LivePair, SMALL_DIFFERENCE } from './support/live-pair.ts';
import { LiveWriter } from './support/live-writer.ts';

/** How often both sides were used since the copy was complete, as `status --usage` says. */
async function searchesSaid(waybill: CommandLine) {
  const { stdout } = await waybill.run('status', '--usage', '--json');
  const [found] = (JSON.parse(stdout) as JsonStatus).gates[0]?.usage ?? [];
  const said = /source was searched (\d+) times? and written to (\d+) times?, and the copy searched (\d+) times?/.exec(
    found?.detail ?? '',
  );
  const [source = Number.NaN, written = Number.NaN, copy = Number.NaN] = (said ?? []).slice(1).map(Number);
  return { source, written, copy, isInUse: found?.is_in_use };
}

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))(
  'an index that is written to all the time',
  () => {
    let pair: LivePair;

    beforeAll(async () => {
      pair = await LivePair.borrow('live');
    });

    beforeEach(() => pair.fill());

    /** By what the clusters count themselves, at the gate, and before an operator is asked. */
    async function expectUsersNamed(waybill: CommandLine): Promise<void> {
      const before = await searchesSaid(waybill);
      for (let at = 0; at < 3; at += 1) await pair.old.must('GET', '/live/_search');
      const after = await searchesSaid(waybill);
      expect(after.source).toBeGreaterThanOrEqual(before.source + 3);
      expect(after.copy).toBe(before.copy);
      expect(after.written).toBe(0);
      expect(after.isInUse).toBe(true);
      const asked = await waybill.run('cutover');
      expectCode(1, asked);
      expect(asked.stderr.replace(/\s+/g, ' ')).toContain(`the source was searched ${after.source} times`);
    }

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
      await expectUsersNamed(waybill);
      expectCode(0, await approve('orders.confirm-clients'));
      expectCode(0, await waybill.run('resume', '--auto-approve'));
      expect(await pair.old.settings('live')).toMatchObject({ blocks: { write: 'true' } });
    });
  },
);
