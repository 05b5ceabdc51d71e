import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { fastConnections } from './support/fast-connections.ts';
import { RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

/** Lines are broken to fit a terminal. */
const shown = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string =>
  `${stdout} ${stderr}`.replaceAll(/\s+/g, ' ');

/** A read-only replica that follows its master, and what makes a master of it. */
async function startReplica(use: AsyncDisposableStack): Promise<RedisServer> {
  const master = use.use(await RedisServer.start());
  const replica = use.use(await RedisServer.start({ config: [`replicaof 127.0.0.1 ${master.port}`] }));
  await expect.poll(async () => await replica.client.info('replication')).toContain('master_link_status:up');
  return replica;
}

const promote = async ({ client }: RedisServer): Promise<unknown> => await client.call('REPLICAOF', 'NO', 'ONE');

interface Copy {
  readonly uses: string;
  readonly given: string;
  readonly verify: string;
}

const ONLINE = `name: sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { id: ${SOURCE} }
      target_instance: { id: ${TARGET} }`;
const IMPORT = `task_name: sessions
      backup_files: { file_source: backup_record, backup_id: ${'4c3d5e6f-7a8b-4c0d-9e1f-3a4b5c6d7e8f'} }
      source_instance: { id: ${SOURCE} }
      target_instance: { id: ${TARGET} }`;

const planOf = ({ uses, given, verify }: Copy): string => `version: 1
name: read-only
${fastConnections({ old: '', target: '', isAddressed: true })}
defaults: { retry: { max_attempts: 3, initial_interval: 10ms } }
migrations:
  sessions:
    uses: cache.${uses}
    with:
      ${given}
${verify}`;

const COMPARED = '    verify: { level: digest, rounds: 1, interval: 50ms }\n';

describe.skipIf(!canStartRedis())('a target that is a read-only replica', () => {
  it('is compared as it is, and once it is promoted and mended, a retry finds both sides equal', async () => {
    await using use = new AsyncDisposableStack();
    const source = use.use(await RedisServer.start());
    const replica = await startReplica(use);
    await source.client.mset('a', '1', 'b', '2');
    const quick = 'limits: { requests: 2000/s }, pace: { keys: 1000000/s }';
    const waybill = new CommandLine({
      plan: `version: 1
name: read-only
providers:
  old: { type: redis, url: "${source.url}", ${quick} }
  new: { type: redis, url: "${replica.url}", ${quick} }
migrations:
  keys:
    uses: new.verify
    with: { source: { connection: old }, target: { connection: new } }
    verify: { level: digest, rounds: 1, interval: 10ms }
`,
    });
    const failed = shown(expectCode(8, await waybill.run('apply')));
    expect(failed).toContain('The target is a replica');
    expect(failed).toContain('2 missing in the target (a, b)');
    await promote(replica);
    await replica.client.mset('a', '1', 'b', '2');
    const again = shown(expectCode(0, await waybill.run('resume', '--retry-failed')));
    expect(again).toContain('equal');
    expectCode(0, await waybill.run('verify'));
  });

  describe.each([
    { what: 'an online migration', uses: 'online-migration', given: ONLINE },
    { what: 'an import of a backup', uses: 'backup-import', given: IMPORT },
  ])('of $what', ({ uses, given }) => {
    const start = async (use: AsyncDisposableStack, verify: string) => {
      const replica = await startReplica(use);
      const instances = [
        { id: SOURCE, data: { keys: 40, bigValueBytes: 1_000 }, backups: ['4c3d5e6f-7a8b-4c0d-9e1f-3a4b5c6d7e8f'] },
        { id: TARGET, address: `127.0.0.1:${replica.port}` },
      ];
      const vendor = await RealSandbox.start({ instances });
      return { replica, vendor, waybill: CommandLine.on(vendor.served(), { plan: planOf({ uses, given, verify }) }) };
    };

    it('fails before the task is made where it is compared, and is resumed to equal sides once it is promoted', async () => {
      await using use = new AsyncDisposableStack();
      const { replica, vendor, waybill } = await start(use, COMPARED);
      expect((await waybill.run('plan')).code).not.toBe(0);
      const refused = await waybill.run('apply', '--auto-approve');
      expect(refused.code).not.toBe(0);
      expect(shown(refused)).toContain('The target is a read-only replica');
      expect(vendor.served().taskCount()).toBe(0);
      await promote(replica);
      expect(shown(expectCode(0, await waybill.run('resume', '--retry-failed')))).toContain('equal');
      expect(vendor.served().taskCount()).toBe(1);
      expectCode(0, await waybill.run('verify'));
    });

    it('fails its task where nothing is compared, and started over once it is promoted it is filled', async () => {
      await using use = new AsyncDisposableStack();
      const { replica, vendor, waybill } = await start(use, '');
      expect(shown(expectCode(5, await waybill.run('apply')))).toContain('READONLY');
      expect(shown(await waybill.run('status'))).toContain('READONLY');
      expect(await replica.client.dbsize()).toBe(0);
      await promote(replica);
      expectCode(0, await waybill.run('redo', 'sessions', '--reason', 'promoted'));
      expectCode(0, await waybill.run('resume'));
      expect(await replica.client.dbsize()).toBe(await vendor.connect(SOURCE).dbsize());
    });
  });
});
