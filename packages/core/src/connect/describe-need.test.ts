import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { fixtureRegistry } from '../testing/internal/fixture-provider.ts';
import { describeNeed } from './describe-need.ts';

const ROWS = 'name,secret\n\na,cart\nb,users\nc,cart\n';

function migrationsOf(password: string, forEach = '{ file: rows.csv, key: name }') {
  const text = `version: 1
name: shop
secrets: { cart: { env: CART }, users: { env: USERS }, redis: { env: "REDIS_{key}_PASSWORD" } }
providers: { cache: { type: huaweicloud-dcs, region: eu-de } }
migrations:
  sessions:
    uses: cache.online-migration
    for_each: ${forEach}
    with:
      name: moves-\${{ each.key }}
      migration_method: incremental_migration
      source_instance: { addrs: "192.168.1.1:6379", password: "${password}" }
      target_instance: { id: cf4a05df }
`;
  const readFile = () => ({ bytes: Buffer.from(ROWS) });
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry, readFile });
  if (compiled === undefined) throw new Error(diagnostics.map(({ detail }) => detail).join());
  return compiled.plan.migrations;
}

test.each([
  ['${{ secrets.redis[each.key] }}', ['redis[b]'], 'Unit sessions[b] (rows.csv:4) needs it.'],
  ['${{ secrets.redis[each.key] }}', ['redis[b]', 'redis[c]'], 'Unit sessions[b] (rows.csv:4) and 1 more need them.'],
  ['${{ secrets.redis[each.value.secret] }}', ['redis[cart]'], 'Unit sessions[a] (rows.csv:3) and 1 more need them.'],
  ['${{ secrets[each.value.secret] }}', ['users'], 'Unit sessions[b] (rows.csv:4) needs it.'],
  ['${{ secrets.redis[each.key] }}', ['other[b]', 'cart'], undefined],
  ['${{ secrets.redis[b] }}', ['redis[b]'], undefined],
])('%s: who needs %j', (password, names, need) => {
  expect(describeNeed(new Set(names), migrationsOf(password))).toBe(need);
});

test('without a file of rows the unit alone is named', () => {
  const migrations = migrationsOf('${{ secrets.redis[each.key] }}', '[x, y]');
  expect(describeNeed(new Set(['redis[y]']), migrations)).toBe('Unit sessions[y] needs it.');
});
