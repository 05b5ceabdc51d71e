import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { canStart } from '../servers/require-servers.ts';
import { LivePair } from './support/live-pair.ts';
import { LiveWriter } from './support/live-writer.ts';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))(
  'an index that is written to all the time',
  () => {
    let pair: LivePair;

    beforeAll(async () => {
      pair = await LivePair.borrow('live');
    });

    beforeEach(() => pair.fill());

    it('can be written again when the unit fails, and is followed anew when it is started over', async () => {
      await using writer = new LiveWriter(pair.old, 'live', '_doc');
      const waybill = new CommandLine({ plan: pair.planOf('bulk', '{ mode: clients, gate: false }') });
      // The copy refuses the last difference.
      const apply = waybill.start('apply');
      await waitFor('the source is frozen', async () => {
        if (!apply.isAlive) throw new Error(`it has ended\n${apply.stdout}\n${apply.stderr}`);
        if ((await pair.old.settings('live'))['blocks'] === undefined) return false;
        await pair.target.must('PUT', '/live-new/_settings', { index: { blocks: { write: true } } });
        return true;
      });
      const failed = await apply.ended;
      expect(failed.stdout + failed.stderr).toContain('cluster_block_exception');
      expect(failed.code).toBe(5);
      expect((await pair.old.settings('live'))['blocks']).toBeUndefined();
      const { written } = writer;
      await waitFor('the writer writes again', () => writer.written > written + 100);

      await pair.target.must('PUT', '/live-new/_settings', { index: { blocks: { write: null } } });
      expectCode(0, await waybill.run('redo', 'orders', '--reason', 'the copy can be written again'));
      expectCode(3, await waybill.run('resume', '--auto-approve'));
      expect(await pair.differences()).toEqual([]);
    });
  },
);
