import { expect, test } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { defined } from '../../value/defined.ts';

/** A plan with one input, which a text takes over. */
function planWith(definition: string): string {
  return `version: 1
name: inputs
inputs: { n: ${definition} }
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  tasks:
    uses: search.index-migration
    for_each: [a]
    with:
      InstanceId: a
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a, username: "z\${{ inputs.n }}" }
`;
}

function find(definition: string, given?: string): readonly string[] {
  const variables = defined({ n: given });
  const { diagnostics } = compilePlan(planWith(definition), {
    file: 'plan.yaml',
    registry: fixtureRegistry,
    variables,
  });
  return diagnostics.map(({ code }) => code);
}

test.each([
  ['{ type: string, default: 1.10 }', undefined, ['PLAN_INPUT_TYPE']],
  ['{ default: 010 }', undefined, ['PLAN_INPUT_TYPE']],
  ['{ type: boolean, default: 010 }', undefined, ['PLAN_INPUT_TYPE']],
  ['{ type: number, default: "010" }', undefined, ['PLAN_INPUT_TYPE']],
  ['{ type: number, default: 010 }', undefined, ['PLAN_NUMBER_FORM']],
  ['{ type: number }', undefined, ['PLAN_INPUT_MISSING']],
  ['{ type: number }', 'ten', ['PLAN_INPUT_TYPE']],
  ['{ type: number }', '1.10', ['PLAN_NUMBER_FORM']],
  ['{ type: number, default: "010" }', '10', []],
  ['{ default: "010" }', undefined, []],
  ['{ type: boolean }', 'yes', ['PLAN_INPUT_TYPE']],
  ['{ type: boolean }', 'True', ['PLAN_NUMBER_FORM']],
  ['{ type: boolean, default: True }', undefined, ['PLAN_NUMBER_FORM']],
  ['{ type: boolean }', 'false', []],
  ['{}', 'True', []],
])('an input %s, given %s, has one finding at most', (definition, given, codes) => {
  expect(find(definition, given)).toEqual(codes);
});
