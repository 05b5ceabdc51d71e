import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { renderDiagnostics } from '../../diagnostics/render-diagnostics.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { displayValue } from '../../value/value.ts';
import type { ReadPlanFile } from '../inventory/plan-file.ts';

const SECRETS = 'secrets: { cart: { env: CART }, users: { env: USERS }, redis: { env: "REDIS_{key}_PASSWORD" } }';
const ROWS = 'name,secret\na,cart\nb,users\nc,cart\n';

describe('secrets[each.…]', () => {
  it('is the declared secret that the row names', () => {
    const { passwords, secrets } = compile({ password: '${{ secrets[each.value.secret] }}' });
    expect(passwords).toEqual(['${{ secrets.cart }}', '${{ secrets.users }}', '${{ secrets.cart }}']);
    expect(secrets).toEqual(['cart', 'users']);
  });

  it('takes the key, and text around it', () => {
    const { passwords } = compile({ password: 'x-${{ secrets[each.key] }}', forEach: '[cart, users]' });
    expect(passwords).toEqual(['x-${{ secrets.cart }}', 'x-${{ secrets.users }}']);
  });

  it('names the line of the plan and the field of the row for a name that there is not', () => {
    const rows = 'name,secret\na,cart\nb,caart\nc,caart\n';
    const { text } = compile({ password: '${{ secrets[each.value.secret] }}', rows });
    expect(text).toContain('error PLAN_REFERENCE_UNKNOWN: unknown secret `caart`');
    expect(text).toMatch(/plan\.yaml:\d+:\d+/);
    expect(text).toContain('(In unit sessions[b] and 1 more.)');
    expect(text).toContain('rows.csv:3:3');
    expect(text).toContain('did you mean `cart`?');
  });

  it.each([
    ['a family', '${{ secrets[each.value.secret] }}', 'name,secret\na,redis\n', 'secret family `redis` without a key'],
    ['a member', '${{ secrets[each.value.secret] }}', 'name,secret\na,"redis[a]"\n', 'unknown secret `redis[a]`'],
    ['nothing', '${{ secrets[each.value.secret] }}', 'name,secret\na,\n', 'unknown secret ``'],
    ['a column that is not there', '${{ secrets[each.value.sekret] }}', ROWS, 'unknown column `sekret`'],
    ['a name in brackets', '${{ secrets[cart] }}', ROWS, 'incomplete reference'],
    ['a path behind it', '${{ secrets[each.key].x }}', ROWS, 'incomplete reference'],
  ])('%s is refused', (_what, password, rows, message) => {
    expect(compile({ password, rows }).text).toContain(message);
  });

  it('is refused without for_each', () => {
    expect(compile({ password: '${{ secrets[each.key] }}', forEach: '' }).text).toContain('`each` without `for_each`');
  });
});

describe('secrets.<family>[…]', () => {
  it('is the member for the key, once however many units use it', () => {
    const { passwords, secrets } = compile({ password: '${{ secrets.redis[each.value.secret] }}' });
    expect(passwords).toEqual([
      '${{ secrets.redis[cart] }}',
      '${{ secrets.redis[users] }}',
      '${{ secrets.redis[cart] }}',
    ]);
    expect(secrets).toEqual(['cart', 'users', 'redis[cart]', 'redis[users]']);
  });

  it('takes a key that is written out, also without for_each', () => {
    const { passwords, secrets } = compile({ password: '${{ secrets.redis[eu-1] }}', forEach: '' });
    expect(passwords).toEqual(['${{ secrets.redis[eu-1] }}']);
    expect(secrets).toEqual(['cart', 'users', 'redis[eu-1]']);
  });

  it.each([
    ['without a key', '${{ secrets.redis }}', ROWS, 'secret family `redis` without a key'],
    ['of one secret', '${{ secrets.cart[each.key] }}', ROWS, 'secret `cart` with a key'],
    ['that is not declared', '${{ secrets.redds[each.key] }}', ROWS, 'unknown secret `redds`'],
    [
      'with a key out of its folder',
      '${{ secrets.redis[each.key] }}',
      'name\n../../etc\n',
      'key that cannot choose a secret',
    ],
    ['with a written key out of its folder', '${{ secrets.redis["../x"] }}', ROWS, 'key that cannot choose a secret'],
    [
      'with two keys of one variable',
      '${{ secrets.redis[each.key] }}',
      'name\neu-1\neu.1\n',
      'lead to REDIS_EU_1_PASSWORD',
    ],
    ['with keys that differ by case', '${{ secrets.redis[each.key] }}', 'name\nEU\neu\n', 'lead to REDIS_EU_PASSWORD'],
  ])('%s is refused', (_what, password, rows, message) => {
    const { text, hasPlan } = compile({ password, rows });
    expect(text).toContain(message);
    expect(hasPlan).toBe(false);
  });

  it.each(['0s', '000ms', '0d'])('has a command with some time to answer: timeout %s is one error', (timeout) => {
    const secrets = `secrets: { cart: { command: [pass, cart], timeout: ${timeout} }, users: { env: USERS } }`;
    const { text, hasPlan } = compile({ password: '${{ secrets[each.value.secret] }}', secrets });
    expect(text.match(/^error/gm)).toHaveLength(1);
    expect(text).toContain('Write a whole number above 0 and a unit');
    expect(hasPlan).toBe(false);
  });

  it.each(['command: ["{key}", get]', 'command: ["./bin/{key}.sh", "{key}"]'])(
    'has no key in its program: %s',
    (source) => {
      const secrets = `secrets: { cart: { env: CART }, users: { env: USERS }, redis: { ${source} } }`;
      const { text, hasPlan } = compile({ password: '${{ secrets.redis[each.key] }}', secrets });
      expect(text).toContain('error PLAN_SECRET_KEY: `{key}` in the program of secret family `redis`');
      expect(text).toMatch(/plan\.yaml:3:\d+/);
      expect(hasPlan).toBe(false);
    },
  );

  it('has keys in arguments of its program, also next to other text', () => {
    const secrets =
      'secrets: { cart: { env: CART }, users: { env: USERS }, redis: { command: [pass, "redis/{key}"] } }';
    expect(compile({ password: '${{ secrets.redis[each.key] }}', secrets }).hasPlan).toBe(true);
  });

  it('changes the digest of the plan with its source and with its keys', () => {
    const password = '${{ secrets.redis[each.key] }}';
    const digests = [
      compile({ password }).digest,
      compile({ password, secrets: SECRETS.replace('REDIS_', 'CACHE_') }).digest,
      compile({ password, rows: 'name,secret\na,cart\nb,users\nd,cart\n' }).digest,
    ];
    expect(new Set(digests).size).toBe(3);
  });

  it('is no literal secret, and what each brings in still is', () => {
    expect(compile({ password: '${{ secrets.redis[each.key] }}' }).text).not.toContain('PLAN_LITERAL_SECRET');
    expect(compile({ password: '${{ each.key }}' }).text).toContain('PLAN_LITERAL_SECRET');
  });
});

interface Given {
  readonly password: string;
  readonly rows?: string;
  readonly forEach?: string;
  readonly secrets?: string;
}

function compile({ password, rows = ROWS, forEach = '{ file: rows.csv, key: name }', secrets = SECRETS }: Given) {
  const text = `version: 1
name: shop
${secrets}
providers: { cache: { type: huaweicloud-dcs, region: eu-de } }
migrations:
  sessions:
    uses: cache.online-migration
${forEach === '' ? '' : `    for_each: ${forEach}\n`}    with:
      name: ${forEach === '' ? 'sessions' : 'moves-${{ each.key }}'}
      migration_method: incremental_migration
      source_instance: { addrs: "192.168.1.1:6379", password: ${JSON.stringify(password)} }
      target_instance: { id: cf4a05df }
`;
  const readFile: ReadPlanFile = () => ({ bytes: Buffer.from(rows) });
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry, readFile });
  const plan = compiled?.plan;
  const passwords = compiled?.graph.units.map(
    ({ unit }) => (displayValue(unit.with) as { source_instance: { password: string } }).source_instance.password,
  );
  return {
    text: renderDiagnostics(
      diagnostics,
      new Map([
        ['plan.yaml', text],
        ['rows.csv', rows],
      ]),
    ),
    hasPlan: plan !== undefined,
    digest: plan?.digest,
    secrets: [...(plan?.secrets.keys() ?? [])],
    passwords,
  };
}
