import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { fixtureRegistry } from '../testing/internal/fixture-provider.ts';

interface Writer {
  readonly instance: string;
  readonly index: string;
  readonly reason: string | undefined;
}

const writer: fc.Arbitrary<Writer> = fc.record({
  instance: fc.constantFrom('es-cn-n6w1o1x0w001c', 'es-cn-n6w1o1x0w002c'),
  index: fc.constantFrom('orders', 'users', 'events'),
  reason: fc.option(fc.constant('both halves belong together'), { nil: undefined }),
});

function planOf(writers: readonly Writer[]): string {
  const migrations = writers.map(
    ({ instance, index, reason }, number) => `  m${number}:
    uses: search.index-migration
${reason === undefined ? '' : `    shared_target: ${reason}\n`}    with:
      InstanceId: ${instance}
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a }
      sinkCluster: { index: ${index} }
`,
  );
  return `version: 1
name: p
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
${migrations.join('')}`;
}

function duplicates(text: string) {
  const { diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry });
  expect(diagnostics.filter(({ code }) => code !== 'PLAN_DUPLICATE_TARGET')).toEqual([]);
  return diagnostics;
}

test('each target with two writers that give no reason is reported once, with both places', () => {
  fc.assert(
    fc.property(fc.array(writer, { minLength: 1, maxLength: 8 }), (writers) => {
      const named = writers.map((each, number) => ({ ...each, name: `m${number}` }));
      const targets = Map.groupBy(
        named.filter(({ reason }) => reason === undefined),
        ({ instance, index }) => `${instance} ${index}`,
      );
      const expected = [...targets.values()].flatMap(([first, second]) =>
        first === undefined || second === undefined ? [] : [`${first.name} ${second.name}`],
      );
      const found = duplicates(planOf(writers));
      const pairs = found.flatMap(({ detail }) => /^(m\d) and (m\d)/.exec(detail)?.slice(1).join(' ') ?? []);
      expect(pairs.toSorted()).toEqual(expected.toSorted());
      for (const { range, related } of found)
        expect(related?.[0]?.range.start.line).toBeLessThan(range?.start.line ?? 0);
    }),
  );
});

test('units of one migration are reported at their entries, and counted', () => {
  const keys = Array.from({ length: 300 }, (_, number) => `o${number}`);
  const [only, ...more] = duplicates(`version: 1
name: p
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
  orders:
    uses: search.index-migration
    for_each:
${keys.map((key) => `      - ${key}\n`).join('')}    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "\${{ each.key }}" }
      sinkCluster: { index: orders }
`);
  expect(more).toEqual([]);
  expect(only?.detail).toContain('orders[o0] and orders[o1], and 298 more units write to');
  expect([only?.related?.[0]?.range.start.line, only?.range?.start.line]).toEqual([8, 9]);
});

test('a target that is known only at run time is not compared', () => {
  const text = planOf([
    { instance: 'es-cn-n6w1o1x0w001c', index: '${{ migrations.first.outputs.task_id }}', reason: undefined },
    { instance: 'es-cn-n6w1o1x0w001c', index: '${{ migrations.first.outputs.task_id }}', reason: undefined },
  ]).replaceAll(/index: (\$\{\{.*?\}\})/g, 'index: "$1"');
  const first = `  first:
    uses: search.index-migration
    with: { InstanceId: es-cn-n6w1o1x0w001c, sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a } }
`;
  expect(duplicates(text.replace('migrations:\n', `migrations:\n${first}`))).toEqual([]);
});

const entries = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    instance: fc.constantFrom('es-cn-n6w1o1x0w001c', 'es-cn-n6w1o1x0w002c'),
    index: fc.constantFrom('orders', 'users', 'events'),
  }),
  { selector: ({ key }) => key, minLength: 1 },
);

test('units of several migrations are compared by what their entries fill in, wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(entries, { minLength: 1, maxLength: 3 }), (migrations) => {
      const text = `version: 1
name: p
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
${migrations
  .map(
    (units, number) => `  m${number}:
    uses: search.index-migration
    for_each:
${units.map(({ key, instance, index }) => `      ${key}: { instance: ${instance}, index: ${index} }\n`).join('')}    with:
      InstanceId: "\${{ each.value.instance }}"
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "\${{ each.key }}" }
      sinkCluster: { index: "moved-\${{ each.value.index }}" }
`,
  )
  .join('')}`;
      const named = migrations.flatMap((units, number) =>
        units.map((unit) => ({ ...unit, address: `m${number}[${unit.key}]` })),
      );
      const expected = [...Map.groupBy(named, ({ instance, index }) => `${instance} ${index}`).values()].flatMap(
        ([first, second]) =>
          first === undefined || second === undefined ? [] : [`${first.address} ${second.address}`],
      );
      const pairs = duplicates(text).flatMap(
        ({ detail }) => /^(\S+) and (m\d\[\w\])/.exec(detail)?.slice(1).join(' ') ?? [],
      );
      expect(pairs.toSorted()).toEqual(expected.toSorted());
    }),
  );
});
