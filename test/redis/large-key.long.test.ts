import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { type StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

const MEGABYTE = 1024 * 1024;
/** The most that a string can have. */
const LARGEST_BYTES = 512 * MEGABYTE;
/** More than for a small key: what is read in ranges is garbage at once. */
const MOST_MORE_MEGABYTES = 200;

function planOf(source: RedisServer, target: RedisServer, level: string): string {
  const quick = 'limits: { requests: 2000/s }, pace: { keys: 1000000/s }';
  return `version: 1
name: large
providers:
  old: { type: redis, url: "${source.url}", ${quick} }
  new: { type: redis, url: "${target.url}", ${quick} }
migrations:
  keys:
    uses: new.verify
    with: { source: { connection: old }, target: { connection: new } }
    verify: { level: ${level}, rounds: 1, interval: 10ms }
`;
}

/** The most memory that a process has had until it ends, in megabytes. */
async function mostMemoryOf(run: StartedProcess): Promise<number> {
  let most = 0;
  await waitFor('it ends', () => {
    try {
      const [, kilobytes = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${run.pid}/status`, 'utf8')) ?? [];
      most = Math.max(most, Number(kilobytes) / 1024);
    } catch {
      // It has ended.
    }
    return !run.isAlive;
  });
  return most;
}

describe.skipIf(!canStartRedis())('a key of 512 MB', () => {
  it.each(['digest', 'dump'])('is compared by %s in ranges, with little memory, to its last byte', async (level) => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    const compare = async () => {
      const run = new CommandLine({ plan: planOf(source, target, level) }).start('apply');
      const megabytes = await mostMemoryOf(run);
      return { ...(await run.ended), megabytes };
    };
    for (const { client } of [source, target]) await client.set('small', 'x');
    const small = await compare();
    expectCode(0, small);
    for (const { client } of [source, target]) await client.setrange('large', LARGEST_BYTES - 1, 'x');
    const large = await compare();
    expectCode(0, large);
    console.log(
      `${level}: ${small.megabytes.toFixed(0)} MB with a small key, ${large.megabytes.toFixed(0)} MB with it`,
    );
    expect(large.megabytes - small.megabytes).toBeLessThan(MOST_MORE_MEGABYTES);
    await target.client.setrange('large', LARGEST_BYTES - 1, 'y');
    const different = expectCode(8, await compare());
    expect(different.stdout + different.stderr).toContain('1 with a different value (large)');
  });
});
