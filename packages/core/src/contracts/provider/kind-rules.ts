import { isDeepStrictEqual } from 'node:util';
import { findSchemaErrors } from '../../plan/schema/check-schema.ts';
import { validatorOf } from '../../plan/schema/schema-validator.ts';
import type { StepBlueprint } from '../../provider/blueprint.ts';
import type { JobAccess } from '../../provider/job.ts';
import { takenOptionNames } from '../../provider/migration-keys.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderPart } from '../../provider/steps/provider-part.ts';
import { moduleOf } from '../../provider/steps/step-modules.ts';
import { beginsUnit, traitsOf } from '../../provider/steps/step-traits.ts';
import { collectReferences, type Reference, type Value } from '../../value/value.ts';
import { onAnotherDay } from './another-day.ts';
import {
  type CompleteProvider,
  type CompleteRule,
  frozen,
  inputOf,
  partsOf,
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
  return partsOf(step).flatMap((part) =>
    useFaults(part, providerOf(part, under)).map((fault) => `${step.name} ${fault}`),
  );
}

/** How a step uses each, as what comes before its name. */
const USES = {
  operations: 'uses the operation',
  checks: 'is judged by the check',
  polls: 'waits with the poll',
  jobs: 'does the job',
} as const;

function useFaults(part: ProviderPart, provider: Provider): readonly string[] {
  if (part.kind === 'session') return [];
  const { kind, name } = part;
  if (provider[kind]?.[name] === undefined) return [`${USES[kind]} ${name}, which does not exist`];
  if (part.kind === 'jobs') return accessFaults(part, provider.jobs?.[name]?.access);
  if (part.kind !== 'operations') return [];
  const isEffect = provider.operations[name]?.recovery !== undefined;
  if (isEffect === (part.sends === 'an effect')) return [];
  return isEffect
    ? [`reads by ${name}, which has a recovery: an effect is a call`]
    : [`calls ${name}, which has no recovery: a read is a check`];
}

function accessFaults(
  { name, connectionCount: used }: Extract<ProviderPart, { kind: 'jobs' }>,
  access: readonly JobAccess[] | undefined,
): readonly string[] {
  return access === undefined || access.length >= used
    ? []
    : [`uses ${used} connections, and ${name} says its access to ${access.length}`];
}

function sent(under: CompleteProvider): readonly string[] {
  return each(under, ({ blueprint: { steps } }) =>
    steps.flatMap((step) => partsOf(step).flatMap((part) => inputFaults(part, step, providerOf(part, under)))),
  );
}

function inputFaults(part: ProviderPart, { name: step }: StepBlueprint, provider: Provider): readonly string[] {
  if (part.kind === 'jobs') {
    const job = provider.jobs?.[part.name];
    return job === undefined ? [] : schemaFaults(part.input, job.inputSchema, `the input of ${step}`);
  }
  const operation = part.kind === 'operations' ? provider.operations[part.name] : undefined;
  if (part.kind !== 'operations' || operation === undefined) return [];
  return schemaFaults(part.input, operation.requestSchema, `the request of ${step}${part.isSecond ? ' (beside)' : ''}`);
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
      ...steps.flatMap((step) =>
        faultsIn(step.name, moduleOf(step).valuesOf(step), before.get(step.name) ?? new Set()),
      ),
      ...faultsIn('outputs', Object.values(outputs), all),
      ...faultsIn('activity', activity?.target ?? null, new Set()),
      ...steps.flatMap((step) => nameFaults(step, all)),
    ];
  });
}

/** What is to be lifted, kept or asked again is said by names of steps. */
function nameFaults(step: StepBlueprint, all: ReadonlySet<string>): readonly string[] {
  return moduleOf(step)
    .namesOf(step)
    .filter(({ name }) => !all.has(name))
    .map(({ at, name }) => `${step.name}: ${at} is ${name}, which is no step`);
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

function isKept(step: StepBlueprint, field: string | undefined, name: string, under: CompleteProvider): boolean {
  return field === 'done' || moduleOf(step).keeps(step, { field, name }, providerOf(step, under));
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
      ...(activity === undefined || steps.slice(opens, opens + 1).some(beginsUnit)
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
    if (!steps.some((step) => traitsOf(step).hasEffect)) return [];
    const { from, to } = kind.describe?.(sample.with, 'it') ?? {};
    return [
      ...(from === undefined && to === undefined ? ['it has effects, and describes no place'] : []),
      ...(kind.writes === undefined && activity !== undefined ? ['it fills something, and does not say what'] : []),
      ...(kind.impact === undefined ? ['it has effects, and does not say what they mean for users of the data'] : []),
    ];
  });
}
