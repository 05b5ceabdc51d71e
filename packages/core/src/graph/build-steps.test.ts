import { expect, test } from 'vitest';
import type { Unit } from '../plan/plan.ts';
import type { StepBlueprint } from '../provider/blueprint.ts';
import { buildSteps } from './build-steps.ts';

const UNIT = { address: 'unit', migration: { provider: 'it' } } as unknown as Unit;
const CALL: StepBlueprint = { kind: 'call', name: 'pause', title: '', operation: 'Pause', arguments: {} };
const GATE: StepBlueprint = { kind: 'gate', name: 'approve', title: '', instruction: '' };
const AWAIT: StepBlueprint = { kind: 'await', name: 'wait', title: '', poll: 'p', goal: 'g', arguments: {} };

const buildWith = (on: string, anew: readonly string[] = [on]) =>
  buildSteps(
    UNIT,
    {
      steps: [CALL, AWAIT, GATE, { ...CALL, name: 'exchange', relies: { on, forMs: 1, anew } }],
      outputs: {},
    },
    0,
  );

test('a call relies on an earlier step whose begin is noted, and which is repeated with it', () => {
  const reliedOn = buildWith('pause').filter(({ isReliedOn }) => isReliedOn === true);
  expect(reliedOn.map(({ name }) => name)).toEqual(['pause']);
});

test('a check, a wait and own work may rely on one too', () => {
  const relies = { on: 'pause', forMs: 1, anew: ['pause'] };
  const steps = [CALL, { ...AWAIT, relies }];
  expect(buildSteps(UNIT, { steps, outputs: {} }, 0)[1]).toMatchObject({
    relies: { on: 'unit.pause', forMs: 1, anew: ['unit.pause'] },
    isUrgent: true,
  });
});
