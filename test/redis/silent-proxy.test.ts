import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { JobPair } from './support/job-pair.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { SilentProxy } from './support/silent-proxy.ts';

const planOf = (source: string, target: string, verify: string): string => `version: 1
name: silent
providers:
  old: { type: redis, url: "${source}", mode: proxy, limits: { requests: 2000/s } }
  new: { type: redis, url: "${target}", limits: { requests: 2000/s } }
migrations:
  keys:
    uses: new.verify
    with: { source: { connection: old }, target: { connection: new } }
    verify: { ${verify}, rounds: 1, interval: 10ms }
`;

describe.skipIf(!canStartRedis())('a proxy that does not say how many keys there are', () => {
  it('is compared key by key, and by counts alone it is not', async () => {
    await using server = await RedisServer.start();
    await using target = await RedisServer.start();
    await using proxy = await SilentProxy.start(server);
    for (const { client } of [server, target]) await client.mset('a', '1', 'b', '2');
    const run = async (verify: string) =>
      await new CommandLine({ plan: planOf(proxy.url, target.url, verify) }).run('apply');
    const counted = expectCode(5, await run('level: counts'));
    expect(counted.stdout + counted.stderr).toContain('does not report how many keys there are');
    for (const level of ['keys', 'digest', 'dump']) expectCode(0, await run(`level: ${level}`));
    await target.client.set('b', 'other');
    const different = expectCode(8, await run('level: digest'));
    expect(different.stdout + different.stderr).toContain('1 with a different value (b)');
  });

  it('is compared in the databases that the plan names', async () => {
    await using server = await RedisServer.start();
    await using target = await RedisServer.start();
    await using proxy = await SilentProxy.start(server);
    const other = server.connect({ db: 3 });
    await other.set('only-there', '1');
    other.disconnect();
    await using pair = new JobPair({ url: proxy.url, mode: 'proxy' }, { url: target.url });
    const input = { level: 'digest', rounds: 1, interval_ms: 1 };
    expect(await pair.compare({ ...input, databases: [3] })).toMatchObject({ kind: 'failed', outputs: { missing: 1 } });
    expect(await pair.count()).toMatchObject({ kind: 'warning', isUnknown: true });
  });
});
