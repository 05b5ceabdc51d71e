import { expect, it } from 'vitest';
import { defined } from '../value/defined.ts';
import type { Blueprint, StepBlueprint } from './blueprint.ts';
import { blueprint, wholeBlueprint } from './blueprint-shape.ts';

const CALL: StepBlueprint = { kind: 'call', name: 'pause', title: '', operation: 'Pause', arguments: {} };
const WAIT: StepBlueprint = { kind: 'await', name: 'wait', title: '', poll: 'p', goal: 'g', arguments: {} };
const CHECK: StepBlueprint = { kind: 'check', name: 'look', title: '', operation: 'Get', arguments: {}, check: 'c' };
const GATE: StepBlueprint = { kind: 'gate', name: 'approve', title: '', instruction: '' };
const JOB: StepBlueprint = { kind: 'job', name: 'count', title: '', job: 'j', arguments: {} };
const ALL: readonly StepBlueprint[] = [CALL, WAIT, CHECK, GATE, JOB];

const of = (steps: readonly unknown[], more: object = {}): unknown => ({ steps, outputs: {}, ...more });
const exchange = (on: string, anew?: readonly string[]): StepBlueprint => ({
  ...CALL,
  name: 'exchange',
  relies: { on, forMs: 1, ...defined({ anew }) },
});

it.each<Blueprint>([
  { steps: ALL, outputs: {} },
  { steps: ALL, outputs: {}, activity: { opens: 'pause', closes: 'wait' } },
  { steps: [...ALL, exchange('pause', ['pause'])], outputs: {} },
  { steps: [CALL, { ...exchange('pause'), repeats: ['pause'] }], outputs: {} },
  { steps: [CALL, { ...WAIT, relies: { on: 'pause', forMs: 1, anew: ['pause'] } }], outputs: {} },
  { steps: [CALL, { ...GATE, needs: [], formerly: ['agree', 'ask'] }], outputs: {} },
])('takes a blueprint that keeps the contract', (whole) => {
  expect(wholeBlueprint(whole)).toBeUndefined();
});

it.each<readonly [what: string, value: unknown, at: string, expected: RegExp]>([
  [
    'an approval that relies on a step',
    of([CALL, { ...GATE, relies: { on: 'pause', forMs: 1, anew: ['pause'] } }]),
    'steps[1].relies',
    /relies on nothing/,
  ],
  ['no list', { steps: {}, outputs: {} }, 'steps', /list of steps/],
  ['no outputs', { steps: ALL }, 'outputs', /object/],
  ['an unknown kind of step', of([{ ...CALL, kind: 'zz' }]), 'steps[0].kind', /\(await, call, check, gate, job\)/],
  ['a step without a name', of([{ ...CALL, name: '' }]), 'steps[0].name', /name without a dot/],
  ['a step with a dot in its name', of([{ ...CALL, name: 'a.b' }]), 'steps[0].name', /name without a dot/],
  ['a call of nothing', of([CALL, { ...CALL, name: 'b', operation: 7 }]), 'steps[1].operation', /a text/],
  ['a call without arguments', of([{ ...CALL, arguments: undefined }]), 'steps[0].arguments', /an object/],
  ['a wait without a goal', of([{ ...WAIT, goal: undefined }]), 'steps[0].goal', /a text/],
  ['a check that nothing judges', of([{ ...CHECK, check: undefined }]), 'steps[0].check', /a text/],
  ['a second read of nothing', of([{ ...CHECK, beside: { arguments: {} } }]), 'steps[0].beside.operation', /a text/],
  ['a gate without an instruction', of([{ ...GATE, instruction: null }]), 'steps[0].instruction', /a text/],
  ['own work at no list', of([{ ...JOB, connections: 'a' }]), 'steps[0].connections', /list of texts/],
  ['needs that are no list', of([{ ...CALL, needs: 'a' }]), 'steps[0].needs', /list of texts/],
  ['an `always` that is a word', of([{ ...CALL, always: 'yes' }]), 'steps[0].always', /a boolean/],
  ['two steps of one name', of([CALL, CALL]), 'steps[1].name', /no other step/],
  ['a step that needs a later one', of([{ ...CALL, needs: ['wait'] }, WAIT]), 'steps[0].needs', /steps before it/],
  ['a step that needs itself', of([{ ...CALL, needs: ['pause'] }]), 'steps[0].needs', /steps before it/],
  ['a former name that is taken', of([CALL, { ...GATE, formerly: ['pause'] }]), 'steps[1].formerly', /no other step/],
  [
    'a former name of two steps',
    of([
      { ...CALL, formerly: ['old'] },
      { ...GATE, formerly: ['old'] },
    ]),
    'steps[1].formerly',
    /no other step/,
  ],
  ['reliance on itself', of([CALL, exchange('exchange', ['exchange'])]), 'steps[1].relies.on', /an earlier step/],
  ['reliance on what is not repeated', of([CALL, exchange('pause')]), 'steps[1].relies.on', /repeated with it/],
  [
    'reliance on a wait',
    of([CALL, WAIT, exchange('wait', ['wait'])]),
    'steps[2].relies.on',
    /call, a check or own work/,
  ],
  [
    'reliance on a gate',
    of([GATE, exchange('approve', ['approve'])]),
    'steps[1].relies.on',
    /call, a check or own work/,
  ],
  [
    'reliance for no time',
    of([CALL, { ...exchange('pause', ['pause']), relies: { on: 'pause', forMs: 0 } }]),
    'steps[1].relies.forMs',
    /above 0/,
  ],
  ['a task that nothing opens', of([CALL], { activity: { opens: 'x', closes: 'pause' } }), 'activity.opens', /a step/],
  [
    'a task that nothing closes',
    of([CALL], { activity: { opens: 'pause', closes: 'x' } }),
    'activity.closes',
    /a step/,
  ],
  [
    'a problem of no severity',
    of([CALL], { problems: [{ path: [], summary: '', detail: '' }] }),
    'problems[0].severity',
    /error, warning/,
  ],
])('refuses %s', (_, value, at, expected) => {
  expect(blueprint(value)).toMatchObject({ at, expected: expect.stringMatching(expected) });
});

it('takes no steps of a unit only where the plan is refused, or of work that a plan does not have', () => {
  const problem = { path: [], summary: 's', detail: 'd' };
  expect(blueprint(of([]))).toBeUndefined();
  expect(wholeBlueprint(of([], { problems: [{ ...problem, severity: 'error' }] }))).toBeUndefined();
  for (const problems of [undefined, [{ ...problem, severity: 'warning' }]])
    expect(wholeBlueprint(of([], { problems }))).toMatchObject({ at: 'steps', expected: 'a list with a step' });
});
