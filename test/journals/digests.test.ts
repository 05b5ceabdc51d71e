import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, createRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { expect, test } from 'vitest';

const PLANS = join(import.meta.dirname, '..', '..', 'plans');

/** Options of every form: durations, addresses from inputs and from `each`, defaults that are not written. */
const ADDRESSES = `version: 1
name: addresses
inputs:
  target: { default: 10.0.0.2 }
providers:
  cache: { type: huaweicloud-dcs, region: eu-de, project_id: p1 }
migrations:
  caches:
    uses: cache.online-migration
    for_each: { eu: { from: 10.0.0.1 }, us: { from: 10.0.1.1 } }
    cutover:
      mode: exchange-ip
      lag_for: 1m
      exchanged_ip: ["\${{ each.value.from }}", "\${{ inputs.target }}"]
      is_exchange_domain: true
    cleanup: keep
    with: &with
      name: move-\${{ each.key }}
      vpc_id: v
      subnet_id: s
      security_group_id: g
      migration_method: incremental_migration
      source_instance: { id: "a-\${{ each.key }}" }
      target_instance: { id: "b-\${{ each.key }}" }
  plain:
    uses: cache.online-migration
    cutover: { mode: manual }
    with:
      <<: *with
      name: plain
      source_instance: { id: c }
      target_instance: { id: d }
`;

/** As earlier versions wrote them into journals and previews: with another one, a plan would count as edited. */
test.each([
  ['index-migration.yaml', '34797e424c57b5019dfb19804ee30b0bd3ec147d68d4e62e9e99f6ed797d1c3d'],
  ['backup-import.yaml', 'a91d5c6bef1923e32d6f85b77bbfe703b590d7eaef9b988512180bb7b3895f94'],
  ['online-migration.yaml', '8ff58f652210f9deb8237d2f2c3884c2c66f6be9a03f5b8b70d4cc51b3d638e7'],
])('the digest of plans/%s is what it was', (name, digest) => {
  expect(digestOf(readFileSync(join(PLANS, name), 'utf8'))).toBe(digest);
});

test('the digest of a plan with options of kinds is what it was, however a duration is written', () => {
  const digest = 'c27826b989159a36f501d0221379fdf1142f0b012617d8cb2c0cd9ae645a50d2';
  expect(digestOf(ADDRESSES)).toBe(digest);
  expect(digestOf(ADDRESSES.replace('lag_for: 1m', 'lag_for: 60s'))).toBe(digest);
  expect(digestOf(ADDRESSES.replace('lag_for: 1m', 'lag_for: 2m'))).not.toBe(digest);
});

function digestOf(text: string): string | undefined {
  const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);
  return compilePlan(text, { file: 'plan.yaml', registry }).compiled?.plan.digest;
}
