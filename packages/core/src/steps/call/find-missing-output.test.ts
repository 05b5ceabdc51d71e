import { expect, it } from 'vitest';
import type { CallStep, PlannedUnit } from '../../graph/graph.ts';
import type { StepState } from '../../journal/checkpoint.ts';
import { type JsonObject, Reference, type ValueObject } from '../../value/value.ts';
import { findMissingOutput } from './find-missing-output.ts';

const STEPS = [
  { kind: 'check', name: 'look', address: 'orders.look' },
  { kind: 'call', name: 'create', address: 'orders.create' },
];

function find(args: ValueObject, kept: Readonly<Record<string, JsonObject>>) {
  const step = { title: 'restore', arguments: args } as unknown as CallStep;
  const state = (address: string) => {
    const outputs = kept[address];
    return outputs === undefined ? undefined : ({ outputs } as StepState);
  };
  return findMissingOutput(step, { unit: { steps: STEPS } as unknown as PlannedUnit, state });
}

const outputOf = (step: string): Reference => new Reference(['steps', step, 'outputs', 'size']);

it('is what a check of the unit has kept no answer for, however deep it is sent', () => {
  const args = { a: [{ b: outputOf('look') }] };
  for (const kept of [{}, { 'orders.look': {} }])
    expect(find(args, kept)).toMatchObject({
      kind: 'failed',
      code: 'RUN_OUTPUT_MISSING',
      message: expect.stringContaining('size as orders.look found it'),
      hint: expect.stringContaining('"restore"'),
    });
});

it('is nothing that was kept, even as null, and nothing of other steps or roots', () => {
  expect(find({ a: outputOf('look') }, { 'orders.look': { size: null } })).toBeUndefined();
  const others = [outputOf('create'), new Reference(['secrets', 'look']), new Reference(['steps', 'look', 'existing'])];
  expect(find({ others }, {})).toBeUndefined();
});
