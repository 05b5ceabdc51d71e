import { isDeepStrictEqual } from 'node:util';
import { findSchemaErrors } from '../../plan/schema/check-schema.ts';
import { validatorOf } from '../../plan/schema/schema-validator.ts';
import type { StepBlueprint } from '../../provider/blueprint.ts';
import type { JobAccess } from '../../provider/job.ts';
import { takenOptionNames } from '../../provider/migration-keys.ts';
import { collectReferences, type Reference, type Value } from '../../value/value.ts';
import { onAnotherDay } from './another-day.ts';
import {
  type CompleteProvider,
  type CompleteRule,
  frozen,
  inputOf,
  providerOf,
  type SampledUnit,
  sampledUnits,
  thrownBy,
} from './provider-under-test.ts';

export const KIND_RULES: readonly CompleteRule[] = [
  { promise: 'every kind has a sample, and every sample is one that a plan may say', faultsOf: samples },
  { promise: 'options of kinds have names that mean nothing else in a migration', faultsOf: optionNames },
  { promise: 'kinds expand the same input to the same blueprint, and change no input', faultsOf: purity },
  { promise: 'steps have names of their own and need steps before them', faultsOf: order },
  {
    promise: 'steps use operations, checks, polls and jobs that exist, effects as calls and reads as checks',
    faultsOf: uses,
  },
  {
    promise: 'calls and checks send what the schemas of their operations allow, and jobs get what theirs does',
    faultsOf: sent,
  },
  { promise: 'references lead to what an earlier step keeps, or to what the plan says', faultsOf: references },
  {
    promise: 'a kind with effects says what they write, from where to where, and what that means',
    faultsOf: announcements,
  },
  {
    promise: 'a unit has the outputs that its kind declares, and an activity from a call to a later step',
    faultsOf: results,
  },
];

function each(under: CompleteProvider, faultsOf: (unit: SampledUnit) => readonly string[]): readonly string[] {
  return sampledUnits(under).flatMap((unit) => faultsOf(unit).map((fault) => `${unit.sample.kind}: ${fault}`));
}

function optionNames({ provider }: CompleteProvider): readonly string[] {
  return Object.values(provider.kinds).flatMap((kind) =>
    takenOptionNames(kind).map((name) => `${kind.name}: the option ${name} is a key of the plan language`),
  );
}

function samples({ provider, units, config }: CompleteProvider): readonly string[] {
  const kinds = provider.kinds;
  const unsampled = Object.keys(kinds).filter((name) => units.every(({ kind }) => kind !== name));
  return [
    ...schemaFaults({ type: provider.type, ...config }, provider.configSchema, 'the entry under providers'),
    ...unsampled.map((name) => `${name}: no unit of this kind is sampled`),
    ...units.flatMap(({ kind, with: values }) => {
      const found = kinds[kind];
      if (found === undefined) return [`${kind}: there is no such kind`];
      return [
        ...(found.name === kind ? [] : [`${kind}: its name is ${found.name}`]),
        ...schemaFaults(values, found.withSchema, `${kind}: with`),
      ];
    }),
  ];
}

function schemaFaults(value: Value, schema: object, what: string): readonly string[] {
  return findSchemaErrors(value, validatorOf(schema)).map(
    ({ keyword, path }) => `${what} breaks its schema at ${['', ...path].join('/') || '/'} (${keyword})`,
  );
}

function purity({ provider, units }: CompleteProvider): readonly string[] {
  return units.flatMap((sample) => {
    const kind = provider.kinds[sample.kind];
    if (kind === undefined) return [];
    const input = frozen(inputOf(sample));
    const thrown = thrownBy(() => kind.expand(input));
    if (thrown !== undefined) return [`${sample.kind}: expanding a frozen input throws ${thrown}`];
    return isDeepStrictEqual(
      kind.expand(input),
      onAnotherDay(() => kind.expand(input)),
    )
      ? []
      : [`${sample.kind}: two expansions of one input differ`];
  });
}

function order(under: CompleteProvider): readonly string[] {
  return each(under, ({ blueprint: { steps } }) => {
    const before = new Set<string>();
    return steps.flatMap(({ name, needs = [] }) => {
      const faults = [
        ...(/^[a-z0-9][a-z0-9-]*$/.test(name)
          ? []
          : [`the step name ${name} is not of lower case letters, digits and dashes`]),
        ...(before.has(name) ? [`two steps are named ${name}`] : []),
        ...needs.filter((need) => !before.has(need)).map((need) => `${name} needs ${need}, which is no step before it`),
      ];
      before.add(name);
      return faults;
    });
  });
}

function uses(under: CompleteProvider): readonly string[] {
  return each(under, ({ blueprint: { steps } }) => steps.flatMap((step) => usesOf(step, under)));
}

function usesOf(step: StepBlueprint, under: CompleteProvider): readonly string[] {
  const provider = providerOf(step, under);
  const { operations } = provider;
  if (step.kind === 'gate') return [];
  if (step.kind === 'await')
    return provider.polls[step.poll] === undefined
      ? [`${step.name} waits with the poll ${step.poll}, which does not exist`]
      : [];
  if (step.kind === 'job')
    return provider.jobs?.[step.job] === undefined
      ? [`${step.name} does the job ${step.job}, which does not exist`]
      : accessFaults(step, provider.jobs[step.job]?.access);
  const operation = operations[step.operation];
  if (operation === undefined) return [`${step.name} uses the operation ${step.operation}, which does not exist`];
  if (step.kind === 'call')
    return operation.recovery === undefined
      ? [`${step.name} calls ${step.operation}, which has no recovery: a read is a check`]
      : [];
  const isKnown = step.check === 'answered' || provider.checks[step.check] !== undefined;
  return [
    ...(operation.recovery === undefined ? [] : [`${step.name} is a check, and ${step.operation} has an effect`]),
    ...(isKnown ? [] : [`${step.name} is judged by the check ${step.check}, which does not exist`]),
  ];
}

function accessFaults(
  { name, job, connections }: Extract<StepBlueprint, { kind: 'job' }>,
  access: readonly JobAccess[] | undefined,
): readonly string[] {
  const used = connections?.length ?? 1;
  return access === undefined || access.length >= used
    ? []
    : [`${name} uses ${used} connections, and ${job} says its access to ${access.length}`];
}

function sent(under: CompleteProvider): readonly string[] {
  return each(under, ({ blueprint: { steps } }) =>
    steps.flatMap((step) => {
      if (step.kind === 'job') return jobInputFaults(step, under);
      if (step.kind !== 'call' && step.kind !== 'check') return [];
      const operation = providerOf(step, under).operations[step.operation];
      return operation === undefined
        ? []
        : schemaFaults(step.arguments, operation.requestSchema, `the request of ${step.name}`);
    }),
  );
}

function jobInputFaults(step: Extract<StepBlueprint, { kind: 'job' }>, under: CompleteProvider): readonly string[] {
  const job = providerOf(step, under).jobs?.[step.job];
  return job === undefined ? [] : schemaFaults(step.arguments, job.inputSchema, `the input of ${step.name}`);
}

function references(under: CompleteProvider): readonly string[] {
  return each(under, ({ sample, blueprint: { steps, outputs, activity } }) => {
    const said = new Set(collectReferences(sample.with).map(String));
    const before = ancestors(steps);
    const faultsIn = (where: string, value: Value, reachable: ReadonlySet<string>): readonly string[] =>
      collectReferences(value)
        .filter((reference) => !said.has(String(reference)))
        .flatMap((reference) => referenceFault(reference, { steps, reachable, under }))
        .map((fault) => `${where}: ${fault}`);
    const all = new Set(steps.map(({ name }) => name));
    return [
      ...steps.flatMap((step) => faultsIn(step.name, valuesOf(step), before.get(step.name) ?? new Set())),
      ...faultsIn('outputs', Object.values(outputs), all),
      ...faultsIn('activity', activity?.target ?? null, new Set()),
      ...steps.flatMap((step) => heldFaults(step, all)),
    ];
  });
}

/** What is to be lifted, kept or asked again is said by names of steps. */
function heldFaults(step: StepBlueprint, all: ReadonlySet<string>): readonly string[] {
  if (step.kind !== 'call' || step.holds === undefined) return [];
  const { liftedBy, keptOnce = liftedBy, checkedBy = liftedBy } = step.holds;
  const unknown = [liftedBy, keptOnce, checkedBy].find((name) => !all.has(name));
  return unknown === undefined ? [] : [`${step.name} holds something, and ${unknown} is no step`];
}

function valuesOf(step: StepBlueprint): Value {
  if (step.kind === 'gate') return null;
  return step.kind === 'check' ? [step.arguments, step.expect ?? null, step.beside?.arguments ?? null] : step.arguments;
}

/** The steps that have ended when a step begins. */
function ancestors(steps: readonly StepBlueprint[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const [at, { name, needs }] of steps.entries()) {
    const previous = steps[at - 1]?.name;
    const direct = needs ?? (previous === undefined ? [] : [previous]);
    known.set(name, new Set(direct.flatMap((need) => [need, ...(known.get(need) ?? [])])));
  }
  return known;
}

function referenceFault(
  reference: Reference,
  {
    steps,
    reachable,
    under,
  }: {
    readonly steps: readonly StepBlueprint[];
    readonly reachable: ReadonlySet<string>;
    readonly under: CompleteProvider;
  },
): readonly string[] {
  const [root, name = '', field, output = ''] = reference.path;
  if (root === 'unit')
    return ['token', 'tokens', 'mark'].includes(name) ? [] : [`${reference} is nothing that a unit has`];
  if (root !== 'steps') return [`${reference} is not in the plan`];
  const step = steps.find((other) => other.name === name);
  if (step === undefined || !reachable.has(name)) return [`${reference} is no step that has ended by then`];
  return isKept(step, field, output, under) ? [] : [`${reference} is nothing that ${name} keeps`];
}

function isKept(step: StepBlueprint, field: string | undefined, output: string, under: CompleteProvider): boolean {
  const provider = providerOf(step, under);
  const { operations } = provider;
  if (field === 'done') return true;
  if (step.kind === 'gate') return false;
  // What a wait finds is in its verdict, which no declaration names.
  if (step.kind === 'await') return field === 'outputs';
  if (step.kind === 'job') return field === 'outputs' && provider.jobs?.[step.job]?.outputs.includes(output) === true;
  const operation = operations[step.operation];
  if (step.kind === 'check') {
    const kept = step.check === 'answered' ? operation?.outputs : provider.checks[step.check]?.outputs;
    return (field === 'outputs' || field === 'kept') && Object.hasOwn(kept ?? {}, output);
  }
  const policy = operation?.recovery?.policy;
  if (field === 'before') return policy === 'inspect';
  if (field === 'existing') return policy === 'lookup' || policy === 'token';
  return field === 'outputs' && Object.hasOwn(operation?.outputs ?? {}, output);
}

function results(under: CompleteProvider): readonly string[] {
  return each(under, ({ kind, blueprint: { steps, outputs, activity } }) => {
    const declared = [...kind.outputs].toSorted();
    const given = Object.keys(outputs).toSorted();
    const opens = steps.findIndex(({ name }) => name === activity?.opens);
    const closes = steps.findIndex(({ name }) => name === activity?.closes);
    return [
      ...(isDeepStrictEqual(declared, given)
        ? []
        : [`it declares the outputs ${declared.join(', ') || 'none'} and gives ${given.join(', ') || 'none'}`]),
      ...(activity === undefined || steps[opens]?.kind === 'call' || steps[opens]?.kind === 'job'
        ? []
        : [`its activity opens with ${activity.opens}, which is no call and no job`]),
      ...(activity === undefined || closes >= opens
        ? []
        : [`its activity closes with ${activity.closes}, which does not come after ${activity.opens}`]),
    ];
  });
}

/** What reviewers read before they approve an effect. */
function announcements(under: CompleteProvider): readonly string[] {
  return each(under, ({ sample, kind, blueprint: { steps, activity } }) => {
    if (steps.every((step) => step.kind !== 'call')) return [];
    const { from, to } = kind.describe?.(sample.with, 'it') ?? {};
    return [
      ...(from === undefined && to === undefined ? ['it has effects, and describes no place'] : []),
      ...(kind.writes === undefined && activity !== undefined ? ['it fills something, and does not say what'] : []),
      ...(kind.impact === undefined ? ['it has effects, and does not say what they mean for users of the data'] : []),
    ];
  });
}
