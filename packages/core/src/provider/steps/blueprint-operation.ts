import { defined } from '../../value/defined.ts';
import { Reference, type Value, type ValueObject } from '../../value/value.ts';
import type { Blueprint } from '../blueprint.ts';
import type { Completion, Operation } from '../operation.ts';
import type { StepBlueprint } from './step-modules.ts';

/** The steps of a unit that is one operation: an effect, and the wait that it implies, or a read. */
export function blueprintOperation(operation: Operation, args: ValueObject, isAwaited: boolean): Blueprint {
  const outputs = outputsOf(operation);
  if (operation.recovery === undefined) {
    return { steps: [readStep(operation, args)], outputs };
  }
  const call: StepBlueprint = {
    kind: 'call',
    name: 'call',
    title: operation.title,
    operation: operation.name,
    arguments: args,
  };
  const completion = isAwaited ? operation.completion?.(args) : undefined;
  if (completion === undefined) return { steps: [call], outputs };
  const target = operation.activeTarget?.(args);
  return {
    steps: [call, awaitStep(completion)],
    outputs,
    ...defined({
      activity: operation.activeTarget && { opens: 'call', closes: 'await', ...defined({ target }) },
    }),
  };
}

/** A read has no effect: as a unit of its own it is a check that passes when the call succeeds, and captures outputs. */
function readStep(operation: Operation, args: ValueObject): StepBlueprint {
  return {
    kind: 'check',
    name: 'call',
    title: operation.title,
    operation: operation.name,
    arguments: args,
    check: 'answered',
  };
}

function awaitStep(completion: Completion): StepBlueprint {
  return {
    kind: 'await',
    name: 'await',
    title: `wait until ${completion.goal}`,
    poll: completion.poll,
    goal: completion.goal,
    arguments: completion.arguments,
  };
}

/** The same for every unit of an operation, whose one step has this name. */
function outputsOf(operation: Operation): Readonly<Record<string, Value>> {
  const known = knownOutputs.get(operation);
  if (known !== undefined) return known;
  const names = Object.keys(operation.outputs);
  const outputs = Object.fromEntries(names.map((name) => [name, new Reference(['steps', 'call', 'outputs', name])]));
  knownOutputs.set(operation, outputs);
  return outputs;
}

const knownOutputs = new WeakMap<Operation, Readonly<Record<string, Value>>>();
