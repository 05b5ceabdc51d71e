import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { golden } from '../testing/golden.ts';

const PLAN = `version: 1
name: shop
inputs:
  sink: { description: target instance, default: es-cn-n6w1o1x0w001c }
  source: { default: "http://10.20.0.5:9200" }
  team: { type: map, default: { name: shop } }
secrets:
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { command: [touch, was-run] }
  redis: { env: "REDIS_{key}_PASSWORD" }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing, limits: { requests: 20/s } }
  cache: { type: huaweicloud-dcs, region: eu-de }
x-net: &net
  vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
  subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
  security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
defaults:
  timeout: 2d
  retry: { max_attempts: 9 }
  with:
    index-migration:
      sourceCluster:
        { endpoint: "\${{ inputs.source }}", username: elastic, password: "\${{ secrets.es_source }}", index: "\${{ each.key }}", type: _doc }
migrations:
  orders:
    uses: search.index-migration
    labels: { team: "\${{ inputs.team.name }}" }
    for_each: { file: indices.csv, key: name }
    with:
      InstanceId: \${{ inputs.sink }}
      sinkCluster:
        username: elastic
        password: \${{ secrets.es_sink }}
        index: \${{ each.key }}-v2
        type: _doc
        settings: { index: { number_of_shards: "\${{ each.value.shards }}" } }
        mapping: { _doc: { properties: {} } }
  sessions:
    uses: cache.online-migration
    needs: [orders]
    for_each:
      eu: { addr: "192.168.1.1:6379", id: cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd }
      us: { addr: "192.168.1.2:6379", id: cf4a05df-1c38-47c5-bb5a-0a7b3673b3be }
    with:
      <<: *net
      name: s-\${{ each.key }}
      migration_method: incremental_migration
      bandwidth_limit_mb: 100
      source_instance: { addrs: "\${{ each.value.addr }}", password: "\${{ secrets.redis[each.key] }}" }
      target_instance: { id: "\${{ each.value.id }}", password: canary-in-the-plan }
    cutover: { mode: manual }
`;

const ROWS = Array.from({ length: 300 }, (_, at) => `orders-${at},${(at % 5) + 1}\n`).join('');

class Folder implements Disposable {
  readonly cwd: string = mkdtempSync(join(tmpdir(), 'waybill-effective-'));

  constructor() {
    this.write('shop.yaml', PLAN);
    this.write('prod.yaml', 'sink: es-cn-prod00000001\n');
    this.write('indices.csv', `name,shards\n${ROWS}`);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.cwd, file), text);
  }

  async run(...words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const io = new FakeIo({ cwd: this.cwd });
    const code = await runCli(words, io);
    return { code, stdout: io.stdout.text, stderr: io.stderr.text };
  }

  [Symbol.dispose](): void {
    rmSync(this.cwd, { recursive: true, force: true });
  }
}

const GIVEN = ['--env', 'prod', '--var', 'source=http://10.9.9.9:9200'];

test('each value has a comment that says where it comes from, and one unit of each migration is an example', async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await folder.run('show', 'shop.yaml', '--effective', ...GIVEN);
  expect(code).toBe(0);
  expect(stdout).toBe(golden('show-effective.txt', stdout));
  expect(stderr).toContain(
    'The values of 2 of 302 units of `for_each` are shown. All of them: waybill show shop.yaml --effective --all --env prod',
  );
  expect(stdout + stderr).not.toContain('canary');
  expect(readdirSync(folder.cwd).toSorted()).toEqual(['indices.csv', 'prod.yaml', 'shop.yaml']);
});

test('what is printed is a plan again, with the same steps', async () => {
  using folder = new Folder();
  folder.write('shop.yaml', PLAN.replace('canary-in-the-plan', `"\${{ secrets.es_sink }}"`));
  const digestOf = async (file: string, ...more: readonly string[]): Promise<string> => {
    const { stdout } = await folder.run('show', file, '--effective', '--json', ...more);
    return JSON.parse(stdout).plan.digest;
  };
  const { stdout } = await folder.run('show', 'shop.yaml', '--effective', ...GIVEN);
  folder.write('again.yaml', stdout);
  expect(await digestOf('again.yaml', '--env', 'prod')).toBe(await digestOf('shop.yaml', ...GIVEN));
  expect(await digestOf('again.yaml', '--env', 'prod')).not.toBe(await digestOf('shop.yaml', '--env', 'prod'));
});

test('--target and --all choose the units, and nothing is left to be said with all of them', async () => {
  using folder = new Folder();
  const shown = async (...more: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await folder.run('show', 'shop.yaml', '--effective', '--json', ...more);
    return JSON.parse(stdout).units.map(({ address }: { address: string }) => address);
  };
  expect(await shown()).toEqual(['orders[orders-0]', 'sessions[eu]']);
  expect(await shown('--target', 'orders[orders-29*]')).toHaveLength(11);
  expect(await shown('--target', 'sessions')).toEqual(['sessions[eu]', 'sessions[us]']);
  expect(await shown('--all')).toHaveLength(302);
  expect((await folder.run('show', 'shop.yaml', '--effective', '--all')).stderr).not.toContain('are shown');
  const unknown = await folder.run('show', 'shop.yaml', '--effective', '--target', 'order[a]');
  expect([unknown.code, unknown.stderr.split('\n')[0]]).toEqual([
    1,
    expect.stringContaining('--target order[a] matches nothing in the plan.'),
  ]);
});

test('options without a meaning are refused, and a plan with mistakes is shown with them only', async () => {
  using folder = new Folder();
  for (const words of [
    ['--all'],
    ['--target', 'orders'],
    ['--effective', '--report'],
    ['--effective', '--format', 'html'],
  ]) {
    const refused = await folder.run('show', 'shop.yaml', ...words);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('CLI_OPTION_INVALID');
  }
  folder.write('shop.yaml', PLAN.replace('inputs.sink', 'inputs.sinc'));
  const { code, stdout, stderr } = await folder.run('show', 'shop.yaml', '--effective', '--json');
  expect([code, JSON.parse(stdout).kind]).toEqual([1, 'diagnostics']);
  expect(stderr).toContain('did you mean');
});
