import { setTimeout as pause } from 'node:timers/promises';
import { RedisServer } from '../../redis/support/redis-server.ts';
import { compare, timed } from '../support/compare.ts';
import { ALL_CORES, OTHER_CORES, pinProcess, SOURCE_CORES } from '../support/elasticsearch/pin-process.ts';
import { counted, ratioRow, seconds } from '../support/elasticsearch/ratio-row.ts';
import { percentile } from '../support/elasticsearch/search-latency.ts';
import { bareLoop, bareScripts } from '../support/redis/bare-loops.ts';
import { getDuring } from '../support/redis/get-during.ts';
import { type BenchServers, VerifyFolder } from '../support/redis/verify-folder.ts';
import type { Row } from '../support/row.ts';
import { buildCommand, type Usage } from '../support/run-command.ts';

/** Small strings, as `DEBUG POPULATE` makes them. */
const KEYS = Number(process.env['BENCH_REDIS_KEYS'] ?? 1_000_000);
/** After one that does not count. */
const ROUNDS = 2;
const LEAST_KEYS_PER_SECOND = 100_000;
const MOST_MEGABYTES = 150;
const IDLE_MS = 10_000;
/** Keys that are compared while a client measures: about 15 seconds at the default pace. */
const PACED_SAMPLE = 300_000;
const SLOW_MS = 10;

/** `waybill apply` of a comparison by digest of two servers on this machine, and what it does to the source. */
export async function benchRedisVerify(): Promise<readonly Row[]> {
  buildCommand();
  await using source = await RedisServer.start();
  await using target = await RedisServer.start();
  for (const { client } of [source, target]) {
    await client.call('DEBUG', 'POPULATE', String(KEYS));
    await client.call('CONFIG', 'SET', 'slowlog-log-slower-than', String(SLOW_MS * 1_000));
    await client.call('CONFIG', 'SET', 'slowlog-max-len', '10000');
    await client.call('SLOWLOG', 'RESET');
  }
  const servers = { source, target };
  const speed = await measureSpeed(servers);
  const atFullSpeed = await slowRow(source, 'without a pace, where three processes share two cores', undefined);
  const latency = await latencyRow(servers);
  return [...speed, atFullSpeed, latency, await slowRow(source, 'at the default pace', 0)];
}

async function measureSpeed(servers: BenchServers): Promise<readonly Row[]> {
  const used: Usage[] = [];
  const times = await compare({
    rounds: ROUNDS,
    tasks: {
      loop: () => timed(() => bareLoop(servers)),
      scripts: () => timed(() => bareScripts(servers)),
      waybill: async () => {
        using folder = new VerifyFolder(servers, { pace: '100000000/s' });
        const usage = await folder.apply();
        used.push(usage);
        return usage.wallMs;
      },
    },
  });
  const perSecond = (1_000 * KEYS) / times.waybill;
  const megabytes = Math.max(...used.map((usage) => usage.megabytes));
  const what = `digests of ${counted(KEYS)} small keys on both sides, and a search for keys that the target alone has`;
  return [
    {
      what,
      measured: `${counted(Math.round(perSecond))} keys/s`,
      bar: `≥ ${counted(LEAST_KEYS_PER_SECOND)} keys/s`,
      isHeld: perSecond >= LEAST_KEYS_PER_SECOND,
      detail: `${seconds(times.waybill)} from the start of the command to its end, with a pace that holds nothing back`,
    },
    ratioRow({
      what: 'the same, as fast as a loop of the same client that reads value and expiry of each of these keys on both sides',
      value: times.loop / times.waybill,
      bar: { least: 0.6 },
      detail: `SCAN, GET and PEXPIRETIME in pipelines: ${seconds(times.loop)}`,
    }),
    ratioRow({
      what: 'the same, as fast as that client when it does nothing but send the same scripts and scans',
      value: times.scripts / times.waybill,
      bar: undefined,
      detail: `${seconds(times.scripts)}, without a search for keys that the target alone has`,
    }),
    {
      what: 'most memory of that command',
      measured: `${megabytes.toFixed(0)} MB`,
      bar: `≤ ${MOST_MEGABYTES} MB`,
      isHeld: megabytes <= MOST_MEGABYTES,
      detail: 'resident, garbage included',
    },
  ];
}

/**
 * A client that gets one key after another, alone and beside a comparison at the default pace. With a core for the source and
 * that client, and another one for the rest.
 */
async function latencyRow(servers: BenchServers): Promise<Row> {
  const { source, target } = servers;
  const pids = await Promise.all([source, target].map(pidOf));
  const isPinned = pinProcess(pids[0] ?? 0, SOURCE_CORES) && pinProcess(pids[1] ?? 0, OTHER_CORES);
  pinProcess(process.pid, OTHER_CORES);
  const pin = (pid: number): void => void pinProcess(pid, SOURCE_CORES);
  const [idle, busy]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      idle.push(...(await getDuring(source, pin, () => pause(IDLE_MS))));
      using folder = new VerifyFolder(servers, { sample: PACED_SAMPLE });
      busy.push(...(await getDuring(source, pin, () => folder.apply())));
    }
  } finally {
    for (const pid of [...pids, process.pid]) pinProcess(pid, ALL_CORES);
  }
  const [alone, beside] = [percentile(idle, 0.99), percentile(busy, 0.99)];
  const medians = [idle, busy].map((times) => percentile(times, 0.5).toFixed(2)).join(' and ');
  return ratioRow({
    what: 'p99 of a client of the source during a comparison at the default pace, against the same while nothing else is done',
    value: beside / alone,
    bar: { most: 3 },
    detail: `${alone.toFixed(2)} ms alone, ${beside.toFixed(2)} ms beside it; medians ${medians} ms${isPinned ? '' : '; cores were shared'}`,
  });
}

async function pidOf({ client }: RedisServer): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);
}

/** Since it was asked last; a command that has to wait for the processor shows as well. */
async function slowRow({ client }: RedisServer, when: string, most: number | undefined): Promise<Row> {
  const entries = (await client.call('SLOWLOG', 'GET', '-1')) as readonly (readonly unknown[])[];
  await client.call('SLOWLOG', 'RESET');
  const own = entries.filter(([, , , command]) => Array.isArray(command) && command[0] !== 'DEBUG');
  const longestMs = Math.max(0, ...own.map(([, , us]) => Number(us) / 1_000));
  return {
    what: `commands that held up the source for more than ${SLOW_MS} ms, by its own SLOWLOG, ${when}`,
    measured: String(own.length),
    bar: most === undefined ? 'none' : String(most),
    isHeld: most === undefined || own.length <= most,
    detail: own.length === 0 ? 'none' : `the longest ${longestMs.toFixed(1)} ms`,
  };
}
