import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { displayValue, Interpolation, Reference } from '../../value/value.ts';
import { loadPlan } from '../load/load-plan.ts';
import type { Unit } from '../plan.ts';
import { expandPlan } from './expand-plan.ts';

const HEAD = `version: 1
name: shop
inputs: { pw: { default: hunter2hunter2 } }
secrets: { es: { env: ES } }
providers:
  search: { type: alicloud-elasticsearch }
  cache: { type: huaweicloud-dcs, region: eu-de }
migrations:`;

const KEY = `\${{ each.key }}`;
const SECRET = `\${{ secrets.es }}`;

describe('units', () => {
  test('one per entry, in document order, also for keys that look like numbers', () => {
    const forEach = 'for_each: { b: { id: i-b }, "10": { id: i-10 }, "9": { id: i-9 } }';
    const { units } = expand(listTasks(forEach, `\${{ each.value.id }}`));
    expect(units.map((unit) => [unit.address, unit.key, unit.with.InstanceId])).toEqual([
      ['a[b]', 'b', 'i-b'],
      ['a[10]', '10', 'i-10'],
      ['a[9]', '9', 'i-9'],
    ]);
  });

  test('numbers in a list become text keys and keep their value', () => {
    const { units } = expand(listTasks('for_each: [2024, x]', `es-\${{ each.value }}`));
    expect(units.map((unit) => unit.with.InstanceId)).toEqual(['es-2024', 'es-x']);
    expect(units.map((unit) => [unit.key, unit.migration.forEach?.[0]?.value])).toEqual([
      ['2024', 2024],
      ['x', 2024],
    ]);
  });

  test('a whole-value reference keeps lists and maps, and secrets stay deferred', () => {
    const sink = `{ settings: "\${{ each.value.s }}", password: "x-${KEY}-${SECRET}" }`;
    const { units, diagnostics } = expand(indexMigration(sink, 'for_each: { k: { s: { n: [1] } } }'));
    expect(diagnostics).toEqual([]);
    expect(units[0]?.with.sinkCluster).toEqual({
      settings: { n: [1] },
      password: new Interpolation(['x-k-', new Reference(['secrets', 'es'])]),
    });
  });

  test('what does not depend on `each` is shared between units', () => {
    const { units } = expand(indexMigration('{ settings: { big: [1, 2] } }', 'for_each: [a1, a2]', KEY));
    expect(units[0]?.with.sinkCluster).toBe(units[1]?.with.sinkCluster);
    expect(units.map((unit) => unit.with.sourceCluster)).toMatchObject([{ index: 'a1' }, { index: 'a2' }]);
  });

  test('addresses to exchange may depend on `each`', () => {
    const { units, diagnostics } = expand(`${HEAD}
  a:
    uses: cache.online-migration
    for_each: { one: 10.0.0.1, two: 10.0.0.2 }
    cutover: { mode: exchange-ip, exchanged_ip: ["\${{ each.value }}", 10.9.9.9] }
    with:
      name: ${KEY}-move
      migration_method: incremental_migration
      source_instance: { id: a }
      target_instance: { id: b }
`);
    expect(diagnostics).toEqual([]);
    expect(units.map((unit) => unit.options['cutover'])).toEqual([
      { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.9.9.9'] },
      { mode: 'exchange-ip', exchanged_ip: ['10.0.0.2', '10.9.9.9'] },
    ]);
  });
});

const MANY = `  many:
    uses: search.index-migration
    for_each: [x1, longer-key]
    with: { InstanceId: es-1, sourceCluster: { endpoint: "http://a", index: a } }
`;

describe('needs', () => {
  test('declared ones and those implied by references, groups as one address', () => {
    const same = `\${{ migrations.many[each.key].outputs.task_id }}`;
    const fixed = `\${{ migrations.one.outputs.name }}-\${{ migrations.many[x1].outputs.task_id }}`;
    const { units, diagnostics } = expand(`${HEAD}
${MANY}
  one: { uses: cache.ShowInstance, with: { instance_id: i } }
  none: { uses: search.ListDataTasks, for_each: [], with: { InstanceId: es-1 } }
  last:
    uses: search.DeleteDataTask
    for_each: [x1, longer-key]
    needs: [many, one, none, "many[${KEY}]"]
    with: { InstanceId: es-1, taskId: "${same}-${fixed}" }
`);
    expect(diagnostics).toEqual([]);
    const needs = Object.fromEntries(units.map((unit) => [unit.address, unit.needs]));
    expect(needs['last[x1]']).toEqual(['many[*]', 'one', 'many[x1]']);
    expect(needs['last[longer-key]']).toEqual(['many[*]', 'one', 'many[x1]', 'many[longer-key]']);
    expect(displayValue(units.at(-1)?.with.taskId ?? null)).toBe(`${same.replace('each.key', 'longer-key')}-${fixed}`);
  });

  test('units without needs of their own share one list', () => {
    const { units } = expand(`${HEAD}
  one: { uses: search.ListDataTasks, with: { InstanceId: es-1 } }
  two: { uses: search.ListDataTasks, for_each: [x, y], needs: [one], with: { InstanceId: es-1 } }
`);
    expect(units[1]?.needs).toEqual(['one']);
    expect(units[1]?.needs).toBe(units[2]?.needs);
  });

  test.each([
    ['on', 'GRAPH_NEEDS_UNKNOWN', 'did you mean `one`?'],
    ['many[x2]', 'GRAPH_NEEDS_UNKNOWN', 'did you mean `many[x1]`?'],
    ['one[x]', 'GRAPH_NEEDS_UNKNOWN', 'Write `one`.'],
    ['last', 'PLAN_NEEDS_SELF', 'Remove the need, or name another unit.'],
    ['last[kk]', 'PLAN_NEEDS_SELF', 'Remove the need, or name another unit.'],
    [`last[${KEY}]`, 'PLAN_NEEDS_SELF', 'Remove the need, or name another unit.'],
    [`many[${KEY}]`, 'GRAPH_NEEDS_UNKNOWN', 'Write a key of `for_each` of `many`.'],
  ])('needs %s', (need, code, hint) => {
    const text = `${HEAD}
${MANY}
  one: { uses: search.ListDataTasks, with: { InstanceId: es-1 } }
  last: { uses: search.ListDataTasks, for_each: [kk], needs: ["${need}"], with: { InstanceId: es-1 } }
`;
    const { diagnostics } = expand(text);
    expect(diagnostics).toMatchObject([{ code, hint, severity: 'error', path: 'migrations.last.needs.0' }]);
  });

  test.each([
    ['migrations.many.outputs.task_id', 'which unit of `many`?'],
    ['migrations.many[z].outputs.task_id', 'unknown unit `many[z]`'],
    ['migrations.many[x1].outputs.taskid', 'unknown output `taskid`'],
    ['migrations.mnay[x1].outputs.task_id', 'unknown migration `mnay`'],
  ])('reference to %s', (path, summary) => {
    const reference = `\${{ ${path} }}`;
    const text = `${HEAD}\n${MANY}  last: { uses: search.DeleteDataTask, with: { InstanceId: es-1, taskId: "id ${reference}" } }\n`;
    const { diagnostics } = expand(text);
    expect(diagnostics).toMatchObject([{ code: 'PLAN_REFERENCE_UNKNOWN', summary }]);
    expect(diagnostics[0]?.range?.start.offset).toBe(text.indexOf(reference));
  });
});

describe('the check of `with`', () => {
  test('a mistake that many units share is told once, with the first unit', () => {
    const { diagnostics } = expand(listTasks('for_each: [ok, "/1", "/2", "/3"]', KEY));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'PLAN_BAD_VALUE',
      summary: '`/1` does not have the form this field needs',
    });
    expect(diagnostics[0]?.detail).toContain('In unit a[/1] and 2 more.');
  });

  test('a mistake that has nothing to do with `each` names no unit', () => {
    const { diagnostics } = expand(indexMigration('{ shards: 0 }', 'for_each: [a1, a2]', KEY));
    expect(diagnostics.map(({ summary, detail }) => [summary, detail.includes('unit')])).toEqual([
      ['`0` is below the minimum of 1', false],
    ]);
  });

  test('what is not known yet is not judged, wherever it stands', () => {
    const sink = `{ shards: "${SECRET}", settings: "${SECRET}", active: "${SECRET}", password: "${SECRET}", index: "A-${SECRET}" }`;
    expect(expand(indexMigration(sink)).diagnostics).toEqual([]);
    expect(expand(indexMigration(sink, 'for_each: [a1]', KEY)).diagnostics).toEqual([]);
  });

  test('nor is a rule that depends on it', () => {
    const move = (method: string): string => `${HEAD}
  a:
    uses: cache.online-migration
    with:
      name: abcd
      migration_method: ${method}
      bandwidth_limit_mb: 10
      source_instance: { addrs: "${SECRET}" }
      target_instance: { id: "${SECRET}" }
`;
    expect(expand(move('full_amount_migration')).diagnostics).toMatchObject([{ code: 'PLAN_RULE' }]);
    expect(expand(move(SECRET)).diagnostics).toEqual([]);
  });

  test('text with a reference in it is certainly text', () => {
    const { diagnostics } = expand(indexMigration(`{ settings: "a-${SECRET}", shards: "1${SECRET}" }`));
    expect(diagnostics).toMatchObject([{ code: 'PLAN_WRONG_TYPE', summary: 'a whole number expected, not text' }]);
  });

  test('of alternatives the one that was meant is explained', () => {
    const move = (limit: string): string => `${HEAD}
  a:
    uses: cache.online-migration
    with:
      name: abcd
      migration_method: incremental_migration
      bandwidth_limit_mb: ${limit}
      source_instance: { id: a }
      target_instance: { id: b, addrs: "x:1" }
`;
    const summaries = expand(move('10241')).diagnostics.map(({ summary }) => summary);
    expect(summaries).toEqual([
      '`10241` is above the maximum of 10240',
      '`target_instance` has none of the allowed forms',
    ]);
    expect(expand(move('"0"')).diagnostics[0]?.summary).toBe('`0` does not have the form this field needs');
  });

  test.each([
    ['hunter2hunter2', 1],
    [`\${{ inputs.pw }}`, 1],
    [SECRET, 0],
    [`a${SECRET}`, 0],
  ])('a password that is %s', (password, count) => {
    const { diagnostics } = expand(indexMigration(`{ password: "${password}" }`));
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(count).fill('PLAN_LITERAL_SECRET'));
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('a secret that comes through `each` is literal too', () => {
    const sink = `{ password: "\${{ each.value }}" }`;
    const { diagnostics } = expand(indexMigration(sink, 'for_each: { k: hunter2hunter2 }'));
    expect(diagnostics).toMatchObject([{ code: 'PLAN_LITERAL_SECRET', severity: 'warning' }]);
  });

  test('fields that `each.value` does not have, and values that are no text', () => {
    const forEach = 'for_each: { x: { id: a }, y: { ib: b }, z: { id: [c] } }';
    const { diagnostics } = expand(listTasks(forEach, `es-\${{ each.value.id }}`));
    expect(diagnostics.map(({ code, detail }) => [code, /unit a\[\w\]/.exec(detail)?.[0]])).toEqual([
      ['PLAN_REFERENCE_UNKNOWN', 'unit a[y]'],
      ['PLAN_REFERENCE_TYPE', 'unit a[z]'],
    ]);
  });
});

test('a hundred thousand units that need a hundred thousand others', () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}`).join(', ');
  const { units, diagnostics } = expand(`${HEAD}
  first:
    uses: search.index-migration
    for_each: [${keys}]
    with: { InstanceId: es-1, sourceCluster: { endpoint: "http://a", index: "${KEY}", password: "${SECRET}" } }
  second:
    uses: search.DeleteDataTask
    for_each: [${keys}]
    needs: [first]
    with: { InstanceId: es-1, taskId: "\${{ migrations.first[each.key].outputs.task_id }}" }
`);
  expect(diagnostics).toEqual([]);
  expect(units).toHaveLength(200_000);
  expect(units.at(-1)?.needs).toEqual(['first[*]', 'first[k99999]']);
});

function listTasks(forEach: string, instanceId: string): string {
  return `${HEAD}
  a:
    uses: search.ListDataTasks
    ${forEach}
    with: { InstanceId: "${instanceId}" }
`;
}

function indexMigration(sink: string, forEach = 'labels: {}', index = 'a'): string {
  return `${HEAD}
  a:
    uses: search.index-migration
    ${forEach}
    with: { InstanceId: es-1, sourceCluster: { endpoint: "http://a", index: "${index}" }, sinkCluster: ${sink} }
`;
}

/** Everything that loading and expanding find, but for migrations that are empty on purpose. */
function expand(text: string): { readonly units: readonly Unit[]; readonly diagnostics: readonly Diagnostic[] } {
  const { plan, diagnostics } = loadPlan(text, { file: 'plan.yaml', registry: fixtureRegistry });
  const expanded = plan === undefined ? { units: [], diagnostics: [] } : expandPlan(plan, fixtureRegistry);
  const found = [...diagnostics, ...expanded.diagnostics];
  return { units: expanded.units, diagnostics: found.filter((diagnostic) => diagnostic.code !== 'PLAN_NO_UNITS') };
}
