import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, waitFor } from '../e2e/support/processes.ts';
import { ROOT } from '../e2e/support/sandboxed.ts';
import { JobPair } from './support/job-pair.ts';
import { PAIR, RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill } from './support/sample-data.ts';

const PAGE = readFileSync(join(ROOT, 'docs', 'sandbox.md'), 'utf8');

/** The mark that ends an RDB file and its checksum, in bytes: before it, a file ends between two values. */
const END_OF_FILE = 9;

/** As in the table of the page. */
const DAMAGES = [
  { what: 'lose', keys: 3, levels: ['counts', 'keys', 'digest', 'dump'] },
  { what: 'truncate', keys: 3, levels: ['digest', 'dump'] },
  { what: 'drop-ttl', keys: 2, levels: ['counts', 'keys', 'digest', 'dump'] },
  { what: 'stop-early', keys: 40, levels: ['counts', 'keys', 'digest', 'dump'] },
] as const;

describe.skipIf(!canStartRedis())('a copy between real servers that is damaged without saying so', () => {
  it.each(DAMAGES)('is found out: $what', async ({ what, keys, levels }) => {
    const faults = [{ operation: 'SetOnlineMigrationTask', fault: { kind: 'damage', what, keys } }] as const;
    const vendor = await RealSandbox.start({ faults });
    await vendor.until(await vendor.migrate('full_amount_migration'), 'SUCCESS');
    const damaged = vendor.damaged();
    expect(damaged.filter((each) => each.what === what)).toHaveLength(damaged.length);
    if (what !== 'stop-early') expect(damaged).toHaveLength(keys);
    const cells = ['counts', 'keys', 'digest', 'dump'].map((level) =>
      levels.some((each) => each === level) ? 'found' : '–',
    );
    expect(PAGE).toContain(`| \`${what}\` | ${cells.join(' | ')} |`);
    await using pair = new JobPair({ url: vendor.url(SOURCE) }, { url: vendor.url(TARGET) });
    expect((await pair.count()).kind).toBe(levels.some((each) => each === 'counts') ? 'failed' : 'passed');
    for (const level of ['keys', 'digest', 'dump']) {
      const summary = await pair.compare({ level, rounds: 1, interval_ms: 10 });
      const isFound = summary.kind !== 'succeeded';
      expect([level, isFound]).toEqual([level, levels.some((each) => each === level)]);
      const differences = `${JSON.stringify(summary)}`;
      if (isFound) expect(differences).toContain(`${damaged.length} `);
    }
  });
});

describe.skipIf(!canStartRedis())('a backup import between real servers', () => {
  const importOf = (backup: object) => ({
    task_name: 'archive',
    migration_type: 'backupfile_import',
    migration_method: 'full_amount_migration',
    backup_files: backup,
    target_instance: { id: TARGET },
  });
  const inBucket = (name: string) =>
    importOf({ file_source: 'self_build_obs', bucket_name: 'backups', files: [{ file_name: name }] });

  it('reads a backup that was taken of an instance', async () => {
    const instances = PAIR.map((spec) => (spec.id === SOURCE ? { ...spec, backups: ['monday'] } : spec));
    const vendor = await RealSandbox.start({ instances });
    await vendor.connect(SOURCE).set('after', 'the backup');
    const created = await vendor.call(
      'POST',
      '/migration-task',
      importOf({ file_source: 'backup_record', backup_id: 'monday' }),
    );
    await vendor.until(idOf(created), 'SUCCESS');
    const target = vendor.connect(TARGET);
    expect([await target.dbsize(), await target.exists('after')]).toEqual([300, 0]);
  });

  /** Half of a file may end amid a value: the type of that value decides how redis-check-rdb words it. */
  it.each([
    { where: 'before its end mark', left: (size: number) => size - END_OF_FILE, reason: /cannot be loaded: .*EOF/ },
    { where: 'in its middle', left: (size: number) => Math.floor(size / 2), reason: /cannot be loaded: ./ },
  ])('fails with a file that was cut $where, and leaves the target as it was', async ({ left, reason }) => {
    const buckets = createFolder();
    mkdirSync(join(buckets, 'backups'));
    const [whole, damaged] = ['whole.rdb', 'damaged.rdb'].map((name) => join(buckets, 'backups', name));
    await using origin = await RedisServer.start();
    await fill(origin.client);
    await origin.client.save();
    const bytes = readFileSync(join(origin.folder, 'dump.rdb'));
    writeFileSync(whole ?? '', bytes);
    writeFileSync(damaged ?? '', bytes.subarray(0, left(bytes.length)));
    const vendor = await RealSandbox.start({ buckets });
    const target = vendor.connect(TARGET);
    await target.set('only-here', 'kept');

    const failing = await vendor.call('POST', '/migration-task', inBucket('damaged.rdb'));
    const failed = await vendor.until(idOf(failing), 'FAILED');
    expect(failed['error_message']).toMatch(reason);
    expect(await target.dbsize()).toBe(1);

    const created = await vendor.call('POST', '/migration-task', inBucket('whole.rdb'));
    await vendor.until(idOf(created), 'SUCCESS');
    await waitFor('all are there', async () => (await target.dbsize()) === (await origin.client.dbsize()) + 1);
    expect(await target.get('only-here')).toBe('kept');
  });
});

function idOf({ json, text }: { readonly json: Readonly<Record<string, unknown>>; readonly text: string }): string {
  if (typeof json['id'] !== 'string') throw new Error(text);
  return json['id'];
}
