import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { type StartedServers, startServers } from '../servers/start-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { copyRuns, createOrders, type Move, planOfMove } from './support/orders.ts';

/** Under way until it is let go. */
const SLOW = '      requests_per_second: 5\n      batch: 50\n';

/** An index on one cluster, to be moved to another one, which is killed. */
async function begin(index: string, oldUrl: string, targetUrl: string): Promise<Move> {
  const old = new ClusterClient(oldUrl);
  await createOrders(old, index);
  return { old, target: new ClusterClient(targetUrl), index, copy: `${index}-new` };
}

function differencesOf({ old, target, index, copy }: Move): ReturnType<typeof compareIndices> {
  return compareIndices({ cluster: old, index }, { cluster: target, index: copy });
}

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('an index of 6.7', () => {
  let oldUrl: string;
  /** Nobody else uses it. */
  let servers: StartedServers<'new'>;

  beforeAll(async () => {
    const [lent, started] = await Promise.all([
      borrowServers({ old: 'elasticsearch-6.7' }),
      startServers({ new: 'elasticsearch-7.10' }, { report: console.log }),
    ]);
    oldUrl = lent.old.url;
    servers = started;
  });

  afterAll(() => servers[Symbol.asyncDispose]());

  it('is not lost with the node that copies it: what is there stays, and the rest follows', async () => {
    const move = await begin('lost-orders', oldUrl, servers.new.url);

    // Slow enough to be under way when the node is killed, however slow that is.
    const waybill = new CommandLine({ plan: planOfMove(move, SLOW) });
    const first = waybill.start('apply');
    await copyRuns(first, move);
    // Before that the answer of its start may be lost with the node, and the copy is simply started again.
    await waitFor('the runner waits for it', () => `${first.stdout}${first.stderr}`.includes('1 active'));
    await servers.new.kill();
    await servers.new.restart();
    const failed = await first.ended;
    expect(failed.stdout + failed.stderr).toContain('The cluster no longer knows the copy task');
    // Also after a failure the index has its own settings.
    expect(await move.target.settings(move.copy)).toMatchObject({ number_of_replicas: '1', refresh_interval: '7s' });
    expectCode(0, await waybill.run('redo', 'orders', '--reason', 'the node was restarted'));
    const second = waybill.start('resume', '--auto-approve');
    await copyRuns(second, move);
    await move.target.unthrottle(move.copy);
    expectCode(0, await second.ended);
    expect(await differencesOf(move)).toEqual([]);
  });

  it('is copied to its end by the same run where the plan leaves the method open', async () => {
    const move = await begin('kept-orders', oldUrl, servers.new.url);

    const run = new CommandLine({ plan: planOfMove(move, `${SLOW}      method: auto\n`) }).start('apply');
    await copyRuns(run, move);
    await servers.new.kill();
    await servers.new.restart();
    await copyRuns(run, move);
    await move.target.unthrottle(move.copy);
    expectCode(0, await run.ended);
    expect(await differencesOf(move)).toEqual([]);
  });
});
