import { expect, test } from 'vitest';
import { inputsOfSteps } from './inputs-of-steps.ts';

test('an input that only leads connections somewhere changes no step', () => {
  const text = [
    'inputs:',
    '  endpoint: { default: x }',
    'providers:',
    '# where to',
    '  cache: { endpoint: "${{ inputs.endpoint }}", region: "${{ inputs.region }}" }',
    'migrations:',
    '  m: { with: { size: "${{ inputs.size-mb }}", note: "in ${{inputs.region}}" } }',
  ];
  expect([...inputsOfSteps(text.join('\n'))]).toEqual(['size-mb', 'region']);
});
