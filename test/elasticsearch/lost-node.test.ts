import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { type StartedServers, startServers } from '../servers/start-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { compareIndices } from './support/compare-indices.ts';
import { copyRuns, createOrders, type Move, planOfMove, planWithin } from './support/orders.ts';

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

  it.each(['remote', 'auto', 'local'])(
    'is not lost with the node that copies it, by %s: what is there stays, and the same run copies the rest',
    async (method) => {
      const move = await begin(`lost-${method}`, method === 'local' ? servers.new.url : oldUrl, servers.new.url);
      const plan = method === 'local' ? planWithin(move, SLOW) : planOfMove(move, `${SLOW}      method: ${method}\n`);
      const run = new CommandLine({ plan }).start('apply');
      await copyRuns(run, move);
      await servers.new.kill();
      await servers.new.restart();
      await copyRuns(run, move);
      await move.target.unthrottle(move.copy);
      expectCode(0, await run.ended);
      expect(await differencesOf(move)).toEqual([]);
      expect(await move.target.settings(move.copy)).toMatchObject({ number_of_replicas: '1', refresh_interval: '7s' });
    },
  );
});
