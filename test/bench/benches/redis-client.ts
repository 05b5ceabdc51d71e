import { RedisServer } from '../../redis/support/redis-server.ts';
import { median } from '../support/compare.ts';
import { counted, ratioRow } from '../support/elasticsearch/ratio-row.ts';
import type { Contestant } from '../support/redis/clients/batch-client.ts';
import { LARGE_BYTES, LARGE_KEY, type Work } from '../support/redis/clients/client-work.ts';
import { type ClientUse, useClient } from '../support/redis/clients/use-client.ts';
import type { Row } from '../support/row.ts';

const KEYS = 100_000;
const ROUNDS = Number(process.env['BENCH_CLIENT_ROUNDS'] ?? 3);
const CONTESTANTS: readonly Contestant[] = ['product', 'ioredis', 'redis'];
const WORKS: Readonly<Record<Work, string>> = {
  digest: `digests of ${counted(KEYS)} small keys, 1,000 a script`,
  'digest-small': `digests of ${counted(KEYS)} small keys, 100 a script`,
  keys: `type and expiry of ${counted(KEYS)} keys, pipelines of 1,000 keys`,
  dump: `DUMP and expiry of ${counted(KEYS)} small keys, pipelines of 50 keys`,
  ranges: `${counted(LARGE_BYTES / 1e6)} MB of one value, in ranges of 256 kB`,
};

/** Processor time and memory of client libraries that do what a comparison asks of them, in turns on one server. */
export async function benchRedisClient(): Promise<readonly Row[]> {
  await using server = await RedisServer.start();
  await seed(server);
  const rows: Row[] = [];
  for (const work of Object.keys(WORKS) as Work[]) rows.push(...(await rowsOf(work, server)));
  return rows;
}

async function rowsOf(work: Work, server: RedisServer): Promise<readonly Row[]> {
  const uses = new Map<Contestant, ClientUse[]>(CONTESTANTS.map((contestant) => [contestant, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const contestant of inTurns(round)) uses.get(contestant)?.push(await useClient(contestant, work, server));
  const all = [...uses.values()].flat();
  if (new Set(all.map(({ hash }) => hash)).size !== 1) throw new Error(`the clients read other things: ${work}`);
  const of = (contestant: Contestant, part: 'processorMs' | 'megabytes'): number =>
    median((uses.get(contestant) ?? []).map((use) => use[part]));
  const shown = (contestant: Contestant): string =>
    `${of(contestant, 'processorMs').toFixed(0)} ms and ${of(contestant, 'megabytes').toFixed(0)} MB`;
  return [
    ratioRow({
      what: `processor time of \`redis\` against what the transport uses: ${WORKS[work]}`,
      value: of('redis', 'processorMs') / of('product', 'processorMs'),
      bar: undefined,
      detail: `transport ${shown('product')}, a pipeline of ioredis ${shown('ioredis')}, redis ${shown('redis')}`,
    }),
  ];
}

/** Each begins a round once: what comes first may find a machine that is busier. */
function inTurns(round: number): readonly Contestant[] {
  const first = round % CONTESTANTS.length;
  return [...CONTESTANTS.slice(first), ...CONTESTANTS.slice(0, first)];
}

/** Keys of bytes that are no text, and values of some 20 bytes, every seventh with an expiry. */
async function seed({ client }: RedisServer): Promise<void> {
  for (let from = 0; from < KEYS; from += 1_000) {
    const pipeline = client.pipeline();
    for (let at = from; at < from + 1_000; at += 1) {
      const key = Buffer.from(`key \u00ff${String.fromCharCode(at % 256)} ${at}`, 'latin1');
      pipeline.set(key, Buffer.from(`value \u0000\u00fe ${at}`, 'latin1'));
      if (at % 7 === 0) pipeline.pexpireat(key, 4_000_000_000_000);
    }
    await pipeline.exec();
  }
  await client.setrange(LARGE_KEY, LARGE_BYTES - 1, 'x');
}
