import { describe, expect, test } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import { Interpolation, JsonText, Reference, type Value } from '../value/value.ts';
import { type ReferenceScope, resolveArguments } from './resolve-arguments.ts';
import { unitToken } from './tokens.ts';

const unit = { address: 'orders[a]', outputs: {} } as unknown as PlannedUnit;
const other = { address: 'first', outputs: { task_id: new Reference(['steps', 'create', 'outputs', 'id']) } };
const states: Readonly<Record<string, object>> = {
  'orders[a].create': { outputs: { id: 't-1' }, before: { ids: ['t-0'] }, existingIds: ['t-8'] },
  'orders[a].gate': { status: 'succeeded', outputs: {} },
  'first.create': { outputs: { id: 't-9' } },
};
const scope = {
  graph: { unitsByAddress: new Map([['first', other]]) },
  stateId: 'state',
  secrets: new Map([['es', 'p"w']]),
  stepState: (address: string) => states[address],
  generation: () => 2,
} as unknown as ReferenceScope;

const resolve = (value: Value): unknown => resolveArguments({ value }, unit, scope)['value'];
const reference = (path: string): Reference => new Reference(path.split('.'));

describe('a reference', () => {
  test.each([
    ['secrets.es', 'p"w'],
    ['steps.create.outputs.id', 't-1'],
    ['steps.create.outputs.absent', null],
    ['steps.create.before', { ids: ['t-0'] }],
    ['steps.create.existing', ['t-8']],
    ['steps.never.existing', []],
    ['steps.never.outputs.id', null],
    ['steps.create.kept.id', 't-1'],
    ['steps.never.kept.id', null],
    ['steps.gate.done', true],
    ['steps.create.done', null],
    ['steps.never.done', null],
    ['migrations.first.outputs.task_id', 't-9'],
    ['migrations.first.outputs.absent', null],
    ['unit.token', unitToken({ stateId: 'state', unit: 'orders[a]', generation: 2 })],
  ])('%s', (path, expected) => {
    expect(resolve(reference(path))).toEqual(expected);
  });

  test('inside a text and inside JSON text is escaped as it has to be', () => {
    expect(resolve(new Interpolation(['x-', reference('secrets.es')]))).toBe('x-p"w');
    expect(resolve(new JsonText({ password: reference('secrets.es') }))).toBe('{"password":"p\\"w"}');
  });
});

test.each([
  ['secrets.missing', 'secrets are read before the first step: missing'],
  ['migrations.missing.outputs.x', 'references to outputs are checked when the plan is loaded'],
  ['each.key', 'A reference that only expansion fills in is left'],
])('%s is a programmer’s error', (path, message) => {
  expect(() => resolve(reference(path))).toThrow(message);
});
