import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import type { KindInput } from '../provider/kind.ts';
import type { WrittenTarget } from '../provider/operation.ts';
import type { Provider } from '../provider/provider.ts';
import type { AwaitBlueprint } from '../provider/steps/await/await-blueprint.ts';
import { defined } from '../value/defined.ts';
import { Reference, type Value, type ValueObject } from '../value/value.ts';

/**
 * `move` (create by unique name, recovered by look-up → await → delete), `copy` (create with a token → await), `found`
 * (create → wait until it is listed → await), `tally` (own work), `judged` (own work → own work on its results), `moved` (create → await → own work → delete), `gated`
 * (create → await → gate → delete), `filled` (gate → own work), `held` (the same, and the task runs until it is deleted), `blind` (create that nothing
 * recovers), `transfer` (steps on the connections `from` and `to` of its `with`), `watched` (create → await, with checks
 * before, between and after that all ask for the same list), `recounted` (own work between two such checks), `seen` (such a
 * check alone, for the task of its `with`).
 */
export const FAKE_KINDS: Provider['kinds'] = {
  move: kind('move', (input) => [createStep('CreateTask', input), awaitStep(), deleteStep()]),
  copy: kind('copy', (input) => [createStep('CreateTaskWithToken', input), awaitStep()]),
  found: kind('found', (input) => [createStep('CreateTask', input), findStep(), awaitStep()]),
  transfer: {
    ...kind('transfer', transferSteps),
    withSchema: {
      type: 'object',
      properties: {
        from: { type: 'string', 'x-connection': 'fake' },
        to: { type: 'string', 'x-connection': 'fake' },
      },
    },
    writes: writesOfTransfer,
  },
  tally: kindOfWork('tally', (input) => [tallyStep(input)]),
  judged: kindOfWork('judged', (input) => [
    tallyStep(input),
    { ...tallyStep({ ...input, address: `${input.address}.judge` }), name: 'judge', repeats: ['tally'] },
  ]),
  moved: kindOfWork('moved', (input) => [createStep('CreateTask', input), awaitStep(), tallyStep(input), deleteStep()]),
  filled: kindOfWork('filled', (input) => [
    { kind: 'gate', name: 'cutover', title: 'wait for approval', instruction: 'Stop the writers.' },
    tallyStep(input),
  ]),
  blind: kind('blind', (input) => [createStep('CreateTaskBlind', input), awaitStep()]),
  watched: kind('watched', (input) => {
    const name = input.with['name'] ?? input.address;
    return [
      showsStep('before', name, 'ABSENT'),
      createStep('CreateTask', input),
      showsStep('between', name, 'LISTED'),
      awaitStep(),
      showsStep('after', name, 'SUCCESS'),
    ];
  }),
  recounted: kindOfWork('recounted', (input) => {
    const first = `${input.address}/0`;
    return [showsStep('before', first, 'ABSENT'), tallyStep(input), showsStep('after', first, 'LISTED')];
  }),
  seen: {
    name: 'seen',
    title: 'seen',
    withSchema: { type: 'object' },
    outputs: [],
    expand: ({ with: { name = null, status = 'LISTED' } }) => ({
      steps: [showsStep('check', name, status)],
      outputs: {},
    }),
  },
  held: kind(
    'held',
    (input) => [
      createStep('CreateTask', input),
      awaitStep(),
      { kind: 'gate', name: 'cutover', title: 'wait for approval', instruction: 'Stop the writers.' },
      deleteStep(),
    ],
    'delete',
  ),
  gated: kind('gated', (input) => [
    createStep('CreateTask', input),
    awaitStep(),
    { kind: 'gate', name: 'cutover', title: 'wait for approval', instruction: 'Stop the writers.' },
    deleteStep(),
  ]),
};

function kind(
  name: string,
  steps: (input: KindInput) => readonly StepBlueprint[],
  closes = 'await',
): Provider['kinds'][string] {
  const target = (input: KindInput) => input.with['target'] ?? input.address;
  return {
    name,
    title: name,
    withSchema: { type: 'object' },
    outputs: ['task_id'],
    expand: (input): Blueprint => ({
      steps: steps(input),
      outputs: { task_id: new Reference(['steps', 'create', 'outputs', 'task_id']) },
      activity: { opens: 'create', closes, target: target(input) },
    }),
  };
}

/** Outputs are those of the work. Without the task that `kind` has an activity for when there is none. */
function kindOfWork(name: string, steps: (input: KindInput) => readonly StepBlueprint[]): Provider['kinds'][string] {
  const made = kind(name, steps);
  const outputs = { total: new Reference(['steps', 'tally', 'outputs', 'total']) };
  return {
    ...made,
    outputs: ['total'],
    expand: (input): Blueprint => {
      const { activity, ...blueprint } = made.expand(input);
      const opens = blueprint.steps.some(({ name: step }) => step === 'create');
      return { ...blueprint, outputs, ...defined({ activity: opens ? activity : undefined }) };
    },
  };
}

function tallyStep({ address, with: { slices = 3, connections } }: KindInput): StepBlueprint {
  const aliases = Array.isArray(connections) ? { connections: connections.map(String) } : {};
  return {
    kind: 'job',
    name: 'tally',
    title: 'count the data',
    job: 'tally',
    arguments: { slices, label: `${address}/` },
    ...aliases,
  };
}

function createStep(operationName: string, input: KindInput, more: ValueObject = {}): StepBlueprint {
  const name = input.with['name'] ?? input.address;
  return {
    kind: 'call',
    name: 'create',
    title: 'create the task',
    operation: operationName,
    arguments: { name, ...more },
  };
}

function awaitStep(): AwaitBlueprint {
  const id = new Reference(['steps', 'create', 'outputs', 'task_id']);
  return { kind: 'await', name: 'await', title: 'wait for the task', poll: 'tasks', goal: 'done', arguments: { id } };
}

function findStep(): StepBlueprint {
  return { ...awaitStep(), name: 'find', title: 'find the task in the list', goal: 'listed' };
}

function deleteStep(): StepBlueprint {
  const id = new Reference(['steps', 'create', 'outputs', 'task_id']);
  return { kind: 'call', name: 'delete', title: 'delete the task', operation: 'DeleteTask', arguments: { id } };
}

/** `status`: that of a task, `LISTED` whatever it is, or `ABSENT` without such a task. */
function showsStep(name: string, task: Value, status: Value): StepBlueprint {
  return {
    kind: 'check',
    name,
    title: 'the list shows what it should',
    operation: 'ListTasks',
    arguments: {},
    check: 'shows',
    expect: { name: task, status },
  };
}

/** Opens something on one side, makes and awaits a task on the other, and closes what it opened, whatever became of it. */
function transferSteps(input: KindInput): readonly StepBlueprint[] {
  const name = input.with['name'] ?? input.address;
  const from = connectionIn(input, 'from');
  const to = connectionIn(input, 'to');
  const entry = input.connections?.get(from.connection ?? '');
  const remote = entry === undefined ? {} : { remote: entry.config };
  const opened = new Reference(['steps', 'open', 'outputs', 'task_id']);
  return [
    {
      kind: 'check',
      name: 'free',
      title: 'the name is free on both sides',
      operation: 'ListTasks',
      arguments: {},
      check: 'none-of-name',
      beside: { operation: 'ListTasks', arguments: {}, ...to },
      expect: { name },
      ...from,
    },
    { ...createStep('CreateTask', input), name: 'open', ...from },
    { ...createStep('CreateTask', input, remote), ...to },
    { ...awaitStep(), ...to },
    {
      kind: 'call',
      name: 'close',
      title: 'close what was opened',
      operation: 'DeleteTask',
      arguments: { id: opened },
      needs: ['open', 'await'],
      always: true,
      ...from,
    },
  ];
}

function writesOfTransfer({ name, to }: ValueObject): readonly WrittenTarget[] {
  if (typeof name !== 'string') return [];
  const connection = typeof to === 'string' ? { connection: to } : {};
  return [{ label: name, identity: [name], path: ['name'], within: 'connection', ...connection }];
}

function connectionIn({ with: given }: KindInput, key: string): { readonly connection?: string } {
  const alias = given[key];
  return typeof alias === 'string' ? { connection: alias } : {};
}
