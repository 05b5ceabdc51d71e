import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { expect, test } from 'vitest';

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

const HEAD = `version: 1
name: merged
secrets: { s: { env: S }, t: { env: T } }
providers: { cache: { type: huaweicloud-dcs, region: eu-de }, search: { type: alicloud-elasticsearch } }
migrations:
  first:
    uses: cache.online-migration
    with: &base
      name: first
      vpc_id: a1
      subnet_id: a2
      security_group_id: a3
      migration_method: full_amount_migration
      source_instance: &source { addrs: "192.168.1.1:6379", password: "\${{ secrets.s }}" }
      target_instance: { id: b1, password: "\${{ secrets.t }}" }
`;

function findingsOf(text: string): readonly string[] {
  const { diagnostics } = compilePlan(text, { file: 'plan.yaml', registry });
  return diagnostics.map(({ severity, code, range, detail }) => `${severity} ${code} ${range?.start.line}: ${detail}`);
}

test('two merge keys in one map are refused: tools do not agree on which of them wins', () => {
  const text = `version: 1
name: twice
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  a: { uses: search.DeleteDataTask, with: &a { InstanceId: es-a, taskId: t-1 } }
  b: { uses: search.DeleteDataTask, with: &b { InstanceId: es-b, taskId: t-2 } }
  c:
    uses: search.DeleteDataTask
    with:
      <<: *a
      <<: *b
`;
  expect(findingsOf(text)).toEqual([expect.stringMatching(/^error PLAN_DUPLICATE_KEY 11: /)]);
  expect(findingsOf(text.replace('<<: *a\n      <<: *b', '<<: [*a, *b]'))).toEqual([]);
});

test('a mistake in what is merged names the migration that merges, beside the line of the anchor', () => {
  const second = `  second:\n    uses: cache.online-migration\n    with: { <<: [*base, *source], name: second }\n`;
  for (const finding of findingsOf(HEAD + second)) {
    expect(finding).toMatch(
      /^error PLAN_UNKNOWN_KEY 14: .* `migrations\.second` takes this over by the alias in line 18\.$/,
    );
  }
  expect(findingsOf(HEAD + second)).toHaveLength(2);
});

test('a mistake behind an alias names it too', () => {
  const second = '  second: { uses: cache.online-migration, with: *source }\n';
  expect(findingsOf(HEAD + second)).toContainEqual(
    expect.stringMatching(
      /^error PLAN_UNKNOWN_KEY 14: .* `migrations\.second` takes this over by the alias in line 16\.$/,
    ),
  );
});

test.each([
  ['the rest of the merged one is lost', 'source_instance: { addrs: "192.168.1.2:6379" }', true],
  ['it is merged as well', 'source_instance: { <<: *source, addrs: "192.168.1.2:6379" }', false],
  ['it is another map', 'source_instance: { id: c1 }', false],
  ['it is complete', 'source_instance: { addrs: "192.168.1.2:6379", password: "${{ secrets.t }}" }', false],
])('a map beside a merge key warns exactly when it drops a part of the merged one: %s', (_how, line, warns) => {
  const found = findingsOf(
    `${HEAD}  second:\n    uses: cache.online-migration\n    with:\n      <<: *base\n      ${line}\n    shared_target: one instance for both\n`,
  );
  expect(found).toEqual(warns ? [expect.stringMatching(/^warning PLAN_MERGE_REPLACES 20: .*\(`password`\)/)] : []);
});
