import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { defined } from '../../value/defined.ts';
import { collectionText } from './collection-text.ts';

const EACH = '${{ inputs.n }}';

/** A plan with one input. */
function compile(definition: string, { given, forEach = EACH, index = 'a' }: Partial<Record<string, string>> = {}) {
  const text = `version: 1
name: inputs
inputs: { n: ${definition} }
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  tasks:
    uses: search.index-migration
    for_each: ${forEach}
    with:
      InstanceId: a
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "${index}" }
`;
  const options = { file: 'plan.yaml', registry: fixtureRegistry, variables: defined({ n: given }) };
  const { compiled, diagnostics } = compilePlan(text, options);
  return {
    codes: diagnostics.map(({ code }) => code),
    diagnostics,
    digest: compiled?.plan.digest,
    units: compiled?.graph.units.map(({ address, unit }) => [address, unit.entry?.value]),
  };
}

describe('a list or a map', () => {
  test('of the plan can be `for_each`, and means what it means there', () => {
    expect(compile('{ type: list, default: [a, b, 3] }').digest).toBe(
      compile('{ default: x }', { forEach: '[a, b, 3]' }).digest,
    );
    expect(compile('{ type: map, default: { b: { x: 1 }, a: 2 } }').units).toEqual([
      ['tasks[b]', { x: 1 }],
      ['tasks[a]', 2],
    ]);
  });

  test.each([
    ['list', '[a, "02142"]', ['tasks[a]', 'tasks[02142]']],
    ['list', '- a\n- b', ['tasks[a]', 'tasks[b]']],
    ['list', '["a","b"]', ['tasks[a]', 'tasks[b]']],
    ['list', collectionText(['a', 'b']), ['tasks[a]', 'tasks[b]']],
    ['map', '{ a: 1, b: { c: 2 } }', ['tasks[a]', 'tasks[b]']],
    ['map', collectionText({ a: 1 }), ['tasks[a]']],
  ])('of type %s is given as YAML or JSON: %j', (type, given, addresses) => {
    expect(compile(`{ type: ${type} }`, { given }).units?.map(([address]) => address)).toEqual(addresses);
  });

  test('a field of a map is a value like any other', () => {
    const definition = '{ type: map, default: { name: idx, deep: { name: other } } }';
    for (const index of ['${{ inputs.n.name }}', '${{ inputs.n.deep.name }}', 'x-${{ inputs.n.name }}'])
      expect(compile(definition, { forEach: '[k]', index }).codes).toEqual([]);
  });
});

describe('is reported once, with its place', () => {
  test.each([
    ['{ type: list }', { given: 'a, b' }, 'PLAN_INPUT_TYPE'],
    ['{ type: list }', { given: '[a, b' }, 'PLAN_INPUT_TYPE'],
    ['{ type: list }', { given: '[02142]' }, 'PLAN_INPUT_TYPE'],
    ['{ type: list }', { given: '{ a: 1 }' }, 'PLAN_INPUT_TYPE'],
    ['{ type: map }', { given: '{ a: 1, a: 2 }' }, 'PLAN_INPUT_TYPE'],
    ['{ type: map }', { given: '["${{ secrets.x }}"]' }, 'PLAN_INPUT_TYPE'],
    ['{ type: list }', {}, 'PLAN_INPUT_MISSING'],
    ['{ type: list, default: a }', {}, 'PLAN_INPUT_TYPE'],
    ['{ default: [a] }', {}, 'PLAN_INPUT_TYPE'],
    ['{ type: map, default: [a] }', {}, 'PLAN_INPUT_TYPE'],
    ['{}', { given: collectionText(['a']), forEach: '[k]' }, 'PLAN_INPUT_TYPE'],
    ['{ default: a }', {}, 'PLAN_REFERENCE_TYPE'],
    ['{ type: list, default: [{ a: 1 }] }', {}, 'PLAN_REFERENCE_TYPE'],
    ['{ type: list, default: [a, a] }', {}, 'PLAN_DUPLICATE_UNIT'],
    ['{ type: list, default: ["a[1]"] }', {}, 'PLAN_UNIT_KEY'],
    ['{ type: list, default: [a] }', { index: 'x-${{ inputs.n }}' }, 'PLAN_REFERENCE_TYPE'],
    ['{ type: list, default: [a] }', { forEach: '["${{ inputs.n }}"]' }, 'PLAN_REFERENCE_TYPE'],
    [
      '{ type: map, default: { name: a } }',
      { forEach: '[k]', index: '${{ inputs.n.nmae }}' },
      'PLAN_REFERENCE_UNKNOWN',
    ],
    ['{ default: a }', { forEach: '[k]', index: '${{ inputs.n.name }}' }, 'PLAN_REFERENCE_UNKNOWN'],
  ])('%s, %j', (definition, more, code) => {
    const { codes, diagnostics } = compile(definition, more);
    expect(codes).toEqual([code]);
    expect(diagnostics[0]?.range).toBeDefined();
  });

  test('a mistake in what was given says where it is', () => {
    expect(compile('{ type: list }', { given: '[a,\n  02142]' }).diagnostics[0]?.detail).toContain(
      '`02142` is the number 2142',
    );
    expect(compile('{ type: list }', { given: '[a,\n  b' }).diagnostics[0]?.detail).toContain('(line 2, column');
  });
});
