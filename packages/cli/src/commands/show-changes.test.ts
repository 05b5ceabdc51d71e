import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { golden } from '../testing/golden.ts';
import { SandboxSession, SHOP_PLAN } from '../testing/sandbox-session.ts';

/** 346 units: 300 indices of three clusters, and 46 Redis instances. */
function fleet(edit: (rows: string[]) => void = () => {}): string {
  const rows = Array.from({ length: 300 }, (_, at) => `orders-${at},http://10.20.${Math.floor(at / 100)}.5:9200`);
  edit(rows);
  return `name,cluster\n${rows.join('\n')}\n`;
}

const FLEET_PLAN = SHOP_PLAN.replace(
  'for_each: [orders-2024, orders-2025]',
  'for_each: { file: indices.csv, key: name }',
)
  .replace('endpoint: http://10.20.0.5:9200', 'endpoint: ${{ each.value.cluster }}')
  .replace(
    '    needs: [orders]\n',
    `    for_each: [${Array.from({ length: 46 }, (_, at) => `redis-${at}`).join(', ')}]\n`,
  )
  .replace('name: sessions\n', 'name: ${{ each.key }}\n')
  .replace('192.168.2.10:6379', '${{ each.key }}.internal:6379')
  .replace('id: 33333333-0003-4000-8000-000000000001', 'id: "${{ each.key }}"');

async function save(session: SandboxSession, name: string, more: readonly string[] = []): Promise<void> {
  const { code, stderr } = await session.run('plan', ['--offline', '--out', name, ...more]);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Saved')]);
}

async function show(session: SandboxSession, ...words: readonly string[]) {
  const io = session.io();
  const code = await runCli(['show', ...words], io);
  return {
    code,
    stdout: session.steady(io.stdout.text).replaceAll(/\b[0-9a-f]{12}\b/g, 'DIGEST'),
    stderr: io.stderr.text,
  };
}

test('of 346 units of which three changed, the output is about those three', async () => {
  await using session = await SandboxSession.open(FLEET_PLAN);
  writeFileSync(join(session.folder, 'indices.csv'), fleet());
  await save(session, 'a.json', ['--no-estimate']);
  const edited = fleet((rows) => {
    for (const at of [7, 107, 207]) rows[at] = `orders-${at},http://10.20.9.9:9200`;
  });
  writeFileSync(join(session.folder, 'indices.csv'), edited);
  await save(session, 'b.json', ['--no-estimate']);
  const text = await show(session, 'b.json', '--against', 'a.json');
  expect([text.code, text.stderr]).toEqual([2, '']);
  expect(text.stdout).toContain('3 changed, of 346 units.');
  expect(text.stdout.split('\n').length).toBeLessThan(25);
  expect(text.stdout).not.toMatch(/orders-8\b|redis-/);
  const markdown = await show(session, 'b.json', '--against', 'a.json', '--format', 'markdown');
  expect(golden('changes.txt', text.stdout)).toBe(text.stdout);
  expect(golden('changes.md', markdown.stdout)).toBe(markdown.stdout);
});

test('names what is new, gone, renamed, leads elsewhere and waits for something else', async () => {
  await using session = await SandboxSession.open();
  await save(session, 'a.json');
  session.writePlan(
    SHOP_PLAN.replace('orders-2024, orders-2025]', 'orders-2023, orders-2024-v2]')
      .replace('region: cn-beijing', 'region: cn-hangzhou')
      .replace('requests: 200/s, in_flight: 4', 'requests: 100/s, in_flight: 4')
      .replace('    needs: [orders]\n', '')
      .replace('inputs:\n', 'inputs:\n  team: { default: shop, description: Who }\n')
      .replace(
        'migrations:\n',
        'moved:\n  - { from: "orders[orders-2024]", to: "orders[orders-2024-v2]" }\nmigrations:\n',
      ),
  );
  await save(session, 'b.json');
  const { code, stdout } = await show(session, 'b.json', '--against', 'a.json');
  expect(code).toBe(2);
  expect(golden('changes-of-all-kinds.txt', stdout)).toBe(stdout);
  expect((await show(session, 'a.json', '--against', 'a.json')).stdout).toContain('Nothing differs.');
});

test('a plan shows what changed since an earlier preview, in text and in the comment', async () => {
  await using session = await SandboxSession.open();
  await save(session, 'a.json');
  session.writePlan(SHOP_PLAN.replace('number_of_shards: "2"', 'number_of_shards: "3"'));
  const text = await session.run('plan', ['--offline', '--against', 'a.json']);
  expect(text.stdout).toContain('Since the previous preview\n2 changed, of 3 units.\n\nUnits\n');
  const markdown = await session.run('plan', ['--offline', '--against', 'a.json', '--format', 'markdown']);
  expect(markdown.stdout).toContain('**Since the previous preview** (');
  expect(markdown.stdout).toContain('2 changed, of 3 units.');
});

test('what cannot be compared is refused with one error that says why', async () => {
  await using session = await SandboxSession.open();
  await save(session, 'a.json', ['--no-estimate']);
  writeFileSync(join(session.folder, 'prod.yaml'), '{}\n');
  await save(session, 'prod.json', ['--no-estimate', '--env', 'prod']);
  const refusals: readonly (readonly [string, readonly string[], string])[] = [
    ['a plan in place of a preview', ['a.json', '--against', 'shop.yaml'], 'shop.yaml cannot be used as a preview'],
    ['a plan to be compared', ['shop.yaml', '--against', 'a.json'], 'shop.yaml cannot be used as a preview'],
    ['a file that is not there', ['a.json', '--against', 'none.json'], 'none.json'],
    [
      'another plan',
      ['other.json', '--against', 'a.json'],
      'the earlier one is of plan shop, and the later one of other',
    ],
    ['another environment', ['prod.json', '--against', 'a.json'], 'and the later one for environment prod'],
    ['a page', ['a.json', '--against', 'a.json', '--format', 'html'], '--against has no HTML form'],
    ['a report', ['a.json', '--against', 'a.json', '--report'], '--report and --against exclude each other'],
  ];
  session.writePlan(SHOP_PLAN.replace('name: shop', 'name: other'));
  await save(session, 'other.json', ['--no-estimate']);
  for (const [what, words, message] of refusals) {
    const { code, stdout, stderr } = await show(session, ...words);
    expect([what, code, stdout, stderr]).toEqual([what, 1, '', expect.stringContaining(message)]);
  }
});
