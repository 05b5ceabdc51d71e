import { describe, expect, it } from 'vitest';
import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Interpolation, Reference } from '../value/value.ts';
import { refuseUnknownNames } from './unknown-names.ts';

const provider = createFakeProvider(new FakeVendor(new VirtualClock()));
const FREEZE: StepBlueprint = { kind: 'call', name: 'freeze', title: '', operation: 'SetMode', arguments: {} };
const AWAIT: StepBlueprint = { kind: 'await', name: 'await', title: '', poll: 'tasks', goal: 'done', arguments: {} };
const HOLD = { label: 'writes', lift: 'PUT', liftedBy: 'freeze' };
const output = (step: string) => new Reference(['steps', step, 'outputs', 'id']);

function refuse(steps: readonly StepBlueprint[], more: Partial<Blueprint> = {}): void {
  refuseUnknownNames({ steps, outputs: {}, ...more }, { recipe: 'move' }, provider);
}

describe('steps that a unit does not have', () => {
  it.each<[string, readonly StepBlueprint[], Partial<Blueprint>, RegExp]>([
    [
      'a value',
      [FREEZE, { ...AWAIT, arguments: { id: output('copy') } }],
      {},
      /`await` names `copy` in `\$\{\{ steps\.copy\.outputs\.id \}\}`/,
    ],
    [
      'a part of a text',
      [{ ...AWAIT, arguments: { id: new Interpolation(['a ', output('copy')]) } }],
      {},
      /names `copy`/,
    ],
    ['a step to be repeated', [{ ...FREEZE, repeats: ['look'] }], {}, /`freeze` names `look` in repeats/],
    ['what lifts a hold', [{ ...FREEZE, holds: { ...HOLD, liftedBy: 'thaw' } }], {}, /names `thaw` in holds\.liftedBy/],
    [
      'what keeps a hold',
      [{ ...FREEZE, holds: { ...HOLD, keptOnce: 'switch' } }],
      {},
      /names `switch` in holds\.keptOnce/,
    ],
    [
      'what renews a hold',
      [{ ...FREEZE, holds: { ...HOLD, renewedBy: 'again' } }],
      {},
      /names `again` in holds\.renewedBy/,
    ],
    ['an output', [FREEZE], { outputs: { id: output('copy') } }, /an output names `copy`/],
    [
      'a target',
      [FREEZE],
      { activity: { opens: 'freeze', closes: 'freeze', target: output('copy') } },
      /the activity names/,
    ],
  ])('%s: are a fault of the provider', (_what, steps, more, message) => {
    expect(() => refuse(steps, more)).toThrow(message);
    expect(() => refuse(steps, more)).toThrow(expect.objectContaining({ code: 'PROVIDER_DEFECT' }));
  });

  it('are none where each of them is there, before or after', () => {
    const freeze: StepBlueprint = { ...FREEZE, holds: { ...HOLD, liftedBy: 'await' } };
    const arguments_ = { id: output('freeze'), pw: new Reference(['secrets', 'pw']) };
    expect(() => refuse([freeze, { ...AWAIT, arguments: arguments_, repeats: ['freeze'] }])).not.toThrow();
  });
});
