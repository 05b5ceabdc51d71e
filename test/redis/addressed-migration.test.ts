import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { ROOT } from '../e2e/support/sandboxed.ts';
import { PAIR, RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill } from './support/sample-data.ts';

const PASSWORD = 'the-password-of-both';
const WITH_PASSWORD = PAIR.map((instance) => ({ ...instance, password: PASSWORD }));
const SECRET = ', password: "${{ secrets.cache }}"';
/** As quick as this machine. */
const quick = (plan: string): string =>
  plan
    .replace('requests: 5/s', 'requests: 200/s')
    .replace('{ initial_interval: 1s, max_interval: 30s }', '{ initial_interval: 100ms, max_interval: 200ms }')
    .replace('lag_for: 30s', 'lag_for: 0s');

const GO = ['--target', 'sessions', '--auto-approve', '--reason', 'tried'] as const;

interface Shape {
  /** Without braces. */
  readonly source?: string;
  readonly target?: string;
  readonly verify?: string;
  /** Further entries under `providers:`. */
  readonly providers?: string;
}

/** No connection to a server is declared, unless one of `providers` is. */
const planOf = ({
  source = `id: ${SOURCE}`,
  target = `id: ${TARGET}`,
  verify = '',
  providers = '',
}: Shape = {}): string => `version: 1
name: addressed
inputs: { search_endpoint: {}, cache_endpoint: {}, project_id: {} }
secrets: { cache: { env: CACHE_PASSWORD } }
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: "\${{ inputs.cache_endpoint }}"
    project_id: "\${{ inputs.project_id }}"
    limits: { requests: 200/s }
    polling: { initial_interval: 100ms, max_interval: 200ms }
${providers}defaults: { retry: { max_attempts: 2, initial_interval: 10ms } }
migrations:
  sessions:
    uses: cache.online-migration
    with:
      name: sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { ${source} }
      target_instance: { ${target} }
    verify: { level: digest, rounds: 1, interval: 50ms${verify} }
`;

/** Lines are broken to fit a terminal. */
const shown = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string =>
  `${stdout} ${stderr}`.replaceAll(/\s+/g, ' ');

const on = (vendor: RealSandbox, shape: Shape, password = PASSWORD): CommandLine =>
  CommandLine.on(vendor.served(), { plan: planOf(shape), env: { CACHE_PASSWORD: password } });

describe.skipIf(!canStartRedis())('a migration whose plan declares no connection to a server', () => {
  it('is killed and resumed, exchanged, compared at the addresses that the service gives, and rolled back', async () => {
    const vendor = await RealSandbox.start({ instances: WITH_PASSWORD });
    const [from, to] = [vendor.address(SOURCE), vendor.address(TARGET)];
    const { url, env } = vendor.served();
    const waybill = new CommandLine({
      plan: quick(readFileSync(join(ROOT, 'plans', 'addressed-cache.yaml'), 'utf8')),
      env: { ...env, SOURCE_PASSWORD: PASSWORD },
      variables: { cache_endpoint: url, source_ip: from.host, target_ip: to.host },
    });
    const client = vendor.connect(SOURCE, { password: PASSWORD });
    const first = waybill.start('apply');
    await waitFor('the task is made', () => vendor.served().taskCount() === 1 || !first.isAlive);
    first.kill('SIGKILL');
    await first.ended;
    expectCode(3, await waybill.run('resume'));
    await client.set('before', 'the cut-over');
    expectCode(0, await waybill.run('cutover', ...GO));
    expect(await client.get('before')).toBe('the cut-over');
    expectCode(0, await waybill.run('verify'));
    await client.set('since', 'the exchange');
    expect(shown(expectCode(0, await waybill.run('status', '--freshness')))).toContain('stale');
    expect(shown(expectCode(0, await waybill.run('rollback', ...GO)))).toMatch(/1 only in the target \(since\)/);
    expect(vendor.address(SOURCE)).toEqual(from);
    expect(JSON.stringify(await waybill.journal())).not.toContain(PASSWORD);
    expect(vendor.served().taskCount()).toBe(1);
  });

  it('fails where the copy lost keys, and names them', async () => {
    const faults = [{ operation: 'SetOnlineMigrationTask', fault: { kind: 'damage', what: 'lose', keys: 3 } }] as const;
    const vendor = await RealSandbox.start({ faults });
    const failed = expectCode(8, await on(vendor, {}).run('apply'));
    expect(shown(failed)).toMatch(/3 missing in the target/);
  });

  it('reads a server of its own at the address that the plan gives the service', async () => {
    const vendor = await RealSandbox.start({ instances: PAIR.map(({ id }) => ({ id })) });
    await using own = await RedisServer.start();
    await fill(own.client);
    const waybill = on(vendor, { source: `addrs: "${new URL(own.url).host}"` });
    expectCode(0, await waybill.run('apply'));
    await own.client.set('later', 'one');
    expectCode(8, await waybill.run('verify'));
  });
});

describe.skipIf(!canStartRedis())('before the first effect of a plan without such connections', () => {
  const blocked = async (vendor: RealSandbox, shape: Shape, password?: string): Promise<string> => {
    const waybill = on(vendor, shape, password);
    const plan = await waybill.run('plan', '--json');
    expect((await waybill.run('apply')).code).not.toBe(0);
    expect(vendor.served().taskCount()).toBe(0);
    return plan.stdout;
  };

  it('a server that this machine does not reach blocks, and verify.connect is the way out', async () => {
    const vendor = await RealSandbox.start();
    const found = await blocked(vendor, { source: 'addrs: "127.0.0.1:9"' });
    expect(found).toContain('The server at the address in source_instance.addrs cannot be reached from this machine');
    expect(found).toContain('name a connection with it in verify.connect.source');
    expect(found).toContain('the target answers at the address that ShowInstance gives');
    // The other side was asked all the same.
    expect(found).toContain('The target allows what level digest needs.');
    const providers = `  old: { type: redis, url: "${vendor.url(SOURCE)}" }\n`;
    const named = on(vendor, { source: 'addrs: "127.0.0.1:9"', verify: ', connect: { source: old }', providers });
    expectCode(0, await named.run('plan'));
  });

  it('a password that a server refuses blocks, and nothing else of the plan', async () => {
    const vendor = await RealSandbox.start({ instances: WITH_PASSWORD });
    const sides = { source: `id: ${SOURCE}${SECRET}`, target: `id: ${TARGET}${SECRET}` };
    const found = await blocked(vendor, sides, 'another one');
    expect(found).toContain('WRONGPASS');
    expect(found).toContain('Check the password that the plan gives for this side');
    expect(found).not.toContain('another one');
  });
});
