import { type CompileOptions, compilePlan, createRegistry, type Diagnostic, renderDiagnostics } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { describe, expect, test } from 'vitest';
import { CliFolder } from './support/cli-folder.ts';

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);
const options: CompileOptions = { file: 'plan.yaml', registry };

const redis = (addrs: string): string => `version: 1
name: sessions
providers: { cache: { type: huaweicloud-dcs, region: eu-de } }
migrations:
  sessions:
    uses: cache.online-migration
    with:
      name: sessions
      vpc_id: a1
      subnet_id: a2
      security_group_id: a3
      migration_method: full_amount_migration
      source_instance: { addrs: ${addrs} }
      target_instance: { id: b1 }
`;

const search = (parts: {
  readonly provider?: string;
  readonly endpoint?: string;
  readonly index?: string;
  readonly note?: string;
}): string => `version: 1
name: orders
secrets: { s: { env: S } }
providers: { search: { type: alicloud-elasticsearch, ${parts.provider ?? 'region: cn-beijing'} } }
migrations:
  orders:
    uses: search.index-migration
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "${parts.endpoint ?? 'http://10.20.0.5:9200'}", username: elastic, password: "\${{ secrets.s }}", index: a, type: _doc }
      sinkCluster:
        username: elastic
        password: \${{ secrets.s }}
        index: "${parts.index ?? 'a'}"
        type: _doc
        settings: { index: { number_of_shards: "1" } }
        mapping: { _doc: { _meta: { note: "${parts.note ?? ''}" }, properties: {} } }
`;

function check(text: string): { readonly found: readonly string[]; readonly shown: string } {
  const { diagnostics } = compilePlan(text, options);
  const found = diagnostics.map(({ severity, code }: Diagnostic) => `${severity} ${code}`);
  return { found, shown: renderDiagnostics(diagnostics, new Map([['plan.yaml', text]])) };
}

describe('addrs of a Redis', () => {
  const thirty = Array.from({ length: 30 }, (_none, index) => `10.0.0.${index + 1}:6379`).join(',');

  test.each([
    '10.0.0.1:6379',
    '"10.0.0.1:6379,10.0.0.2:6379"',
    'my_redis.internal:6379',
    'r1:6379',
    '255.0.0.9:65535',
    `"${thirty}"`,
  ])('%s is valid', (addrs) => {
    expect(check(redis(addrs)).found).toEqual([]);
  });

  test.each([
    ['"[2001:db8::1]:6379"', 'IPv6 addresses and redis:// URLs are not accepted'],
    ['"2001:db8::1:6379"', 'IPv6 addresses and redis:// URLs are not accepted'],
    ['"redis://10.0.0.1:6379/0"', 'IPv6 addresses and redis:// URLs are not accepted'],
    ['"999.0.0.1:6379"', 'does not have the form this field needs'],
    ['"10.0.0.1:6379,10.0.0.256:6379"', 'does not have the form this field needs'],
    ['"10.0.0:6379"', 'does not have the form this field needs'],
    ['["10.0.0.1:6379", "10.0.0.2:6379"]', 'separated by commas without spaces'],
    ['"10.0.0.1:6379;10.0.0.2:6379"', 'separated by commas without spaces'],
    ['"10.0.0.1:6379, 10.0.0.2:6379"', 'separated by commas without spaces'],
    ['"10.0.0.1:6379,"', 'separated by commas without spaces'],
    ['"10.0.0.1"', 'Write host:port'],
    ['"10.0.0.1:65536"', 'Write host:port'],
    ['"master@10.0.0.1:26379"', 'Write host:port'],
    ['"réd.example:6379"', 'Write host:port'],
  ])('%s is refused with a hint', (addrs, words) => {
    const { found, shown } = check(redis(addrs));
    expect(found).toEqual([expect.stringMatching(/^error /)]);
    expect(shown.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  test('the same node twice is a warning', () => {
    const { found, shown } = check(redis('"10.0.0.1:6379,10.0.0.1:6379"'));
    expect(found).toEqual(['warning PLAN_KIND_PROBLEM']);
    expect(shown).toContain('the same address twice');
  });
});

describe('a password inside a URL', () => {
  test.each([
    ['the endpoint of a cluster', search({ endpoint: 'https://elastic:S3cr3tPassw0rd@10.20.0.5:9243' }), 'error'],
    [
      'the endpoint of a provider',
      search({ provider: 'endpoint: "https://ak:S3cr3tPassw0rd@proxy.corp/es"' }),
      'error',
    ],
    ['addrs', redis('"redis://:S3cr3tPassw0rd@10.0.0.1:6379/0"'), 'error'],
    ['a mapping', search({ note: 'from https://elastic:S3cr3tPassw0rd@old:9200' }), 'warning'],
  ])('is masked and found as a literal secret in %s', (_where, text, severity) => {
    const { found, shown } = check(text);
    expect(shown).not.toContain('S3cr3t');
    expect(found).toContain('warning PLAN_LITERAL_SECRET');
    expect(found.some((line) => line.startsWith(severity))).toBe(true);
  });

  test('is in no preview, of whatever form', async () => {
    using folder = new CliFolder();
    folder.write('plan.yaml', search({ note: 'from https://elastic:S3cr3tPassw0rd@old:9200' }));
    for (const form of [['--requests', '--units'], ['--json'], ['--format', 'markdown'], ['--format', 'html']]) {
      const { code, stdout, stderr } = await folder.run(['plan', 'plan.yaml', '--offline', '--no-estimate', ...form]);
      expect([form, code]).toEqual([form, 0]);
      expect(stdout + stderr).not.toContain('S3cr3t');
    }
    await folder.run(['plan', 'plan.yaml', '--offline', '--no-estimate', '--out', 'saved.json']);
    const shown = await folder.run(['show', 'saved.json', '--json']);
    expect(shown.stdout).toContain('******@old:9200');
    expect(shown.stdout).not.toContain('S3cr3t');
  });
});

test('the name of an index is limited in bytes', () => {
  expect(check(search({ index: 'ü'.repeat(127) })).found).toEqual([]);
  const { found, shown } = check(search({ index: 'ü'.repeat(128) }));
  expect(found).toEqual(['error PLAN_BAD_VALUE']);
  expect(shown).toContain('is longer than 255 bytes in UTF-8');
  expect(check(search({ index: 'a'.repeat(255) })).found).toEqual([]);
  expect(check(search({ index: 'a'.repeat(256) })).found).toEqual(['error PLAN_BAD_VALUE']);
});

test.each([
  ['region: cn-beijing', [], ''],
  ['region: cn-bejing', ['warning PLAN_UNKNOWN_REGION'], 'did you mean `cn-beijing`?'],
  ['region: mars-1', ['warning PLAN_UNKNOWN_REGION'], 'Known are'],
  ['region: mars-1, endpoint: "https://es.mars.example"', [], ''],
])('%s', (provider, findings, words) => {
  const { found, shown } = check(search({ provider }));
  expect(found).toEqual(findings);
  expect(shown).toContain(words);
});

test('a JSON text that gives a key twice is refused', () => {
  const text = search({}).replace(
    'settings: { index: { number_of_shards: "1" } }',
    `settings: '{"index":{"a":1},"index":{"b":2}}'`,
  );
  expect(check(text).found).toEqual(['error PLAN_KIND_PROBLEM']);
});
