import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

interface PlanOptions {
  readonly old: string;
  readonly target: string;
  readonly verify?: string;
  readonly pace?: string;
}

function planOf({ old, target, verify = 'level: digest', pace = '1000000/s' }: PlanOptions): string {
  const limits = 'limits: { requests: 2000/s }, polling: { initial_interval: 100ms, max_interval: 500ms }';
  const quick = `${limits}, pace: { keys: ${pace} }`;
  return `version: 1
name: resumed
secrets: { old: { env: OLD_PASSWORD } }
providers:
  old: { type: redis, ${old}, ${quick} }
  new: { type: redis, ${target}, ${quick} }
defaults: { retry: { max_attempts: 20, initial_interval: 100ms, max_interval: 1s } }
migrations:
  keys:
    uses: new.verify
    timeout: 2m
    with: { source: { connection: old }, target: { connection: new } }
    verify: { ${verify}, rounds: 1, interval: 10ms }
`;
}

/** Each ends clearly, and once its cause is gone the same state is continued to the end. */
describe.skipIf(!canStartRedis())('a comparison that ends for a bad input is continued from its journal', () => {
  it('no route: the run waits, is stopped, and continues', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    await target.kill();
    await source.client.set('a', '1');
    const plan = planOf({ old: `url: "${source.url}"`, target: `url: "${target.url}"` });
    const waybill = new CommandLine({ plan, env: { OLD_PASSWORD: 'x' } });
    const stopped = await waybill.run('apply', '--max-runtime', '3s');
    expect(stopped.code).not.toBe(0);
    expect(stopped.stdout + stopped.stderr).toMatch(/new.*(?:cannot be reached|unreachable|connection)/i);
    await target.restart();
    await target.client.set('a', '1');
    expectCode(0, await waybill.run('resume'));
  });

  it('a wrong password: nothing is tried again, and the right one continues', async () => {
    await using source = await RedisServer.start({ config: ['requirepass right'], client: { password: 'right' } });
    await using target = await RedisServer.start();
    for (const { client } of [source, target]) await client.set('a', '1');
    const secret = `url: "${source.url}", password: "\${{ secrets.old }}"`;
    const plan = planOf({ old: secret, target: `url: "${target.url}"` });
    const env: { OLD_PASSWORD: string } = { OLD_PASSWORD: 'wrong' };
    const waybill = new CommandLine({ plan, env });
    await source.client.call('CONFIG', 'RESETSTAT');
    const refused = await waybill.run('apply');
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain('WRONGPASS');
    expect(refused.stdout + refused.stderr).toContain('Check username and password');
    expect(await source.client.info('commandstats')).toMatch(/cmdstat_auth:calls=[1-3],/);
    env.OLD_PASSWORD = 'right';
    expectCode(0, await waybill.run('resume', '--retry-failed'));
  });

  it('EVAL forbidden: a check names it before anything is compared, and the right continues', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    for (const { client } of [source, target]) await client.set('a', '1');
    const allow = async (...more: readonly string[]) =>
      await source.client.call('ACL', 'SETUSER', 'reader', 'on', '>secret', '~*', '+@all', '-@write', ...more);
    await allow('-eval', '-eval_ro');
    const login = `url: "${source.url}", username: reader, password: "\${{ secrets.old }}"`;
    const plan = planOf({ old: login, target: `url: "${target.url}"` });
    const waybill = new CommandLine({ plan, env: { OLD_PASSWORD: 'secret' } });
    const refused = expectCode(5, await waybill.run('apply'));
    expect(refused.stdout).toContain('The source refuses EVAL_RO');
    expect(refused.stdout).toContain('level: dump');
    expect((await waybill.journal()).some(({ kind }) => kind === 'job.planned')).toBe(false);
    await allow('+eval_ro');
    expectCode(0, await waybill.run('resume', '--retry-failed'));
  });

  it('a server restarted amid a slice: it is done again, and all others are not', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    for (const { client } of [source, target]) {
      await client.call('DEBUG', 'POPULATE', '40000', 'key', '1');
      await client.select(3);
      await client.call('DEBUG', 'POPULATE', '100', 'key', '1');
      await client.select(0);
      await client.save();
    }
    const plan = planOf({ old: `url: "${source.url}"`, target: `url: "${target.url}"`, pace: '10000/s' });
    const waybill = new CommandLine({ plan, env: { OLD_PASSWORD: 'x' } });
    const running = waybill.start('apply');
    await waitFor('a script was run', async () =>
      (await source.client.info('commandstats')).includes('cmdstat_eval_ro'),
    );
    await source.restart();
    const ended = await running.ended;
    if (ended.code !== 0) expectCode(0, await waybill.run('resume', '--retry-failed'));
    const records = await waybill.journal();
    const slices = records.filter(({ kind }) => kind === 'slice.done').map((record) => JSON.stringify(record));
    expect(slices.length).toBe(4);
    expect(records.filter(({ kind }) => kind === 'job.planned').length).toBe(1);
    expect(await target.client.dbsize()).toBe(40_000);
  });

  it('binary keys: each is named so that it can be told from others', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    const keys = [Buffer.from([0, 1, 255]), Buffer.from('naïve ✓'), Buffer.from([0xc3, 0x28]), Buffer.from('')];
    for (const { client } of [source, target]) for (const key of keys) await client.set(key, 'same');
    for (const key of keys) await target.client.set(key, Buffer.from([255, 0]));
    const plan = planOf({ old: `url: "${source.url}"`, target: `url: "${target.url}"` });
    const waybill = new CommandLine({ plan, env: { OLD_PASSWORD: 'x' } });
    const found = expectCode(8, await waybill.run('apply'));
    for (const name of ['\\x00\\x01\\xff', 'naïve ✓', '\\xc3(']) expect(found.stdout).toContain(name);
    for (const key of keys) await target.client.set(key, 'same');
    expectCode(0, await waybill.run('resume', '--retry-failed'));
  });
});
