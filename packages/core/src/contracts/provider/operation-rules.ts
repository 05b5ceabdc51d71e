import { validatorOf } from '../../plan/schema/schema-validator.ts';
import type { Operation } from '../../provider/operation.ts';
import { schemaAllows } from '../../provider/schema-allows.ts';
import { collectReferences, type ValueObject } from '../../value/value.ts';
import {
  type CompleteProvider,
  type CompleteRule,
  sampledCalls,
  shownArguments,
  thrownBy,
} from './provider-under-test.ts';

export const OPERATION_RULES: readonly CompleteRule[] = [
  { promise: 'every operation is under its own name, with a title and the document that defines it', faultsOf: names },
  { promise: 'every schema compiles', faultsOf: schemas },
  { promise: 'outputs are pointers into the request or the response, to what its schema allows', faultsOf: outputs },
  { promise: 'a task id is one of the outputs of an effect', faultsOf: taskIds },
  { promise: 'effects say how a lost answer is settled, and reads have nothing to settle', faultsOf: recoveries },
  { promise: 'a wait after a call names a poll, and outputs that the call has', faultsOf: completions },
];

function each(
  { provider }: CompleteProvider,
  faultOf: (operation: Operation, name: string) => readonly string[],
): readonly string[] {
  return Object.entries(provider.operations).flatMap(([name, operation]) =>
    faultOf(operation, name).map((fault) => `${name}: ${fault}`),
  );
}

function names(under: CompleteProvider): readonly string[] {
  return each(under, ({ name: own, title, document }, name) => [
    ...(own === name ? [] : [`its name is ${own}`]),
    ...(title.trim() === '' ? ['it has no title'] : []),
    ...(document.trim() === '' ? ['it names no document'] : []),
  ]);
}

function schemas(under: CompleteProvider): readonly string[] {
  const fault = (what: string, schema: object): readonly string[] => {
    const thrown = thrownBy(() => validatorOf(schema).validate({}));
    return thrown === undefined ? [] : [`${what} cannot be used (${thrown})`];
  };
  const { provider } = under;
  return [
    ...fault('configSchema', provider.configSchema),
    ...each(under, ({ requestSchema, responseSchema }) => [
      ...fault('requestSchema', requestSchema),
      ...fault('responseSchema', responseSchema),
    ]),
    ...Object.entries(provider.kinds).flatMap(([name, { withSchema, optionsSchema = {} }]) => [
      ...fault(`withSchema of ${name}`, withSchema),
      ...fault(`optionsSchema of ${name}`, optionsSchema),
    ]),
    ...Object.entries(provider.jobs ?? {}).flatMap(([name, job]) => fault(`inputSchema of ${name}`, job.inputSchema)),
  ];
}

function outputs(under: CompleteProvider): readonly string[] {
  return each(under, (operation) =>
    Object.entries(operation.outputs).flatMap(([name, pointer]) => {
      const [empty, root, ...path] = pointer.split('/');
      if (empty !== '' || (root !== 'request' && root !== 'response'))
        return [`output ${name} points to ${pointer}, which is neither below /request nor below /response`];
      const schema = root === 'request' ? operation.requestSchema : operation.responseSchema;
      return schemaAllows(schema, path) ? [] : [`output ${name} points to ${pointer}, which its schema does not know`];
    }),
  );
}

function taskIds(under: CompleteProvider): readonly string[] {
  const creating = new Set(tasksOpenedBy(under));
  return each(under, (operation) => {
    const { name, taskId, outputs: kept, recovery } = operation;
    if (taskId === undefined)
      return creating.has(name) && !isFoundByPoll(operation, under)
        ? ['a wait for its task follows, and neither taskId nor a poll says which output names the task']
        : [];
    return [
      ...(Object.values(kept).includes(taskId) ? [] : [`taskId is ${taskId}, and no output has this pointer`]),
      ...(recovery === undefined ? ['it names a task id and has no recovery: reads create no tasks'] : []),
    ];
  });
}

/** The operations that answer the name of a remote task, which is waited for. */
function tasksOpenedBy(under: CompleteProvider): readonly string[] {
  return sampledCalls(under)
    .filter(({ operation, arguments: args }) =>
      isNamedByAnswer(operation.completion?.(args)?.arguments ?? {}, operation),
    )
    .map(({ operation }) => operation.name);
}

function isNamedByAnswer(waitArguments: ValueObject, { outputs: kept }: Operation): boolean {
  return collectReferences(waitArguments).some(({ path: [root, step, field, name = ''] }) => {
    const isOwn = root === 'steps' && step === 'call' && field === 'outputs';
    return isOwn && kept[name]?.startsWith('/response') === true;
  });
}

function recoveries(under: CompleteProvider): readonly string[] {
  const methods = new Map<string, string>();
  for (const call of sampledCalls(under)) {
    const { method } = under.provider.buildRequest(under.config, call.operation.name, shownArguments(call));
    methods.set(call.operation.name, method);
  }
  return each(under, (operation, name) => {
    const { recovery } = operation;
    const method = methods.get(name);
    if (recovery === undefined) {
      const effects = (['completion', 'mark', 'readBefore', 'activeTarget', 'writes'] as const).filter(
        (member) => operation[member] !== undefined,
      );
      return [
        ...effects.map((member) => `it has no recovery, so it is a read, and yet it has ${member}`),
        ...(method !== undefined && ['PUT', 'PATCH', 'DELETE'].includes(method)
          ? [`it has no recovery, so it is a read, and yet it sends ${method}`]
          : []),
      ];
    }
    return [
      ...(method === 'GET' || method === 'HEAD'
        ? [`it has a recovery, and yet it sends ${method}, which has no effect`]
        : []),
      ...(recovery.policy === 'token' && !schemaAllows(operation.requestSchema, [recovery.argument])
        ? [`its token is sent as ${recovery.argument}, which requestSchema does not know`]
        : []),
      ...(recovery.policy === 'lookup' && operation.taskId === undefined && !isFoundByPoll(operation, under)
        ? ['a lost answer is looked up, and neither taskId nor a poll says which output names the task']
        : []),
    ];
  });
}

/** The call answers no id, and the wait that follows finds the task. */
function isFoundByPoll({ name, completion }: Operation, under: CompleteProvider): boolean {
  const polls = under.provider.polls;
  const samples = sampledCalls(under).filter((call) => call.operation.name === name);
  return samples.some((call) => polls[completion?.(call.arguments)?.poll ?? '']?.taskId !== undefined);
}

function completions(under: CompleteProvider): readonly string[] {
  const polls = under.provider.polls;
  return sampledCalls(under).flatMap(({ place, operation, arguments: args }) => {
    const completion = operation.completion?.(args);
    if (completion === undefined) return [];
    return [
      ...(polls[completion.poll] === undefined
        ? [`${place}: it waits with the poll ${completion.poll}, which does not exist`]
        : []),
      ...unknownOutputs(completion.arguments, operation).map(
        (name) => `${place}: its wait needs the output ${name}, which it does not have`,
      ),
    ];
  });
}

function unknownOutputs(args: ValueObject, { outputs: kept }: Operation): readonly string[] {
  return collectReferences(args)
    .map(({ path }) => path)
    .filter(([root, step, field]) => root === 'steps' && step === 'call' && field === 'outputs')
    .flatMap(([, , , name = '']) => (Object.hasOwn(kept, name) ? [] : [name]));
}
