import type { Clock } from '../../clock.ts';
import type { Blueprint, StepBlueprint } from '../../provider/blueprint.ts';
import type { Kind, KindInput } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import type { Provider, ProviderDefinition } from '../../provider/provider.ts';
import type { ProviderPart } from '../../provider/steps/provider-part.ts';
import { moduleOf } from '../../provider/steps/step-modules.ts';
import type { Transport } from '../../provider/transport.ts';
import { defined } from '../../value/defined.ts';
import { displayValue, type Json, type JsonObject, resolveValue, type ValueObject } from '../../value/value.ts';

/** What the suite needs of a provider: samples of what plans say, and something that answers. */
export interface ProviderUnderTest {
  readonly provider: ProviderDefinition;
  /** An entry under `providers:` without `type`, with its secrets filled in. */
  readonly config: JsonObject;
  /**
   * Secret values in `config`, which nothing may show.
   *
   * @default none
   */
  readonly secrets?: readonly string[];
  /** At least one unit of each kind. */
  readonly units: readonly UnitSample[];
  /** Arguments of operations that none of these units sends. */
  readonly operations?: Readonly<Record<string, ValueObject>>;
  /**
   * Arguments of listings that need some, secrets filled in.
   *
   * @default none are given
   */
  readonly listings?: Readonly<Record<string, JsonObject>>;
  /**
   * Inputs of jobs, with everything filled in, to be worked on at what `open` opens: their connections lead there.
   *
   * @default no job is done
   */
  readonly jobs?: Readonly<Record<string, readonly JsonObject[]>>;
  /**
   * What references stand for in the calls of a session, by their path: `steps.create.outputs.task_id`. Needed where a
   * provider refuses to send a value of another form.
   *
   * @default a text of twelve characters
   */
  readonly values?: Readonly<Record<string, Json>>;
  /**
   * Providers of other connections that the units name, by alias.
   *
   * @default the provider itself
   */
  readonly connections?: Readonly<Record<string, ProviderDefinition>>;
  /**
   * Opens what the provider talks to: a fake of the vendor in the test's own process, or a sandbox.
   *
   * @default sessions are not tested
   */
  readonly open?: () => Promise<BackendUnderTest>;
}

export interface UnitSample {
  readonly kind: string;
  /** `with:`, with references where a plan has secrets or outputs. */
  readonly with: ValueObject;
  /** The kind's own keys of the migration. */
  readonly options?: KindInput['options'];
}

export interface BackendUnderTest extends AsyncDisposable {
  /** The entry that leads to it. */
  readonly config: JsonObject;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The same entry without credentials; with it and an empty environment, connecting must be refused. */
  readonly configWithoutCredentials?: JsonObject;
  readonly transport: Transport;
  readonly clock: Clock;
}

/** A promise that every provider keeps. `faultsOf`: what breaks it, as sentences; none where it is kept. */
export interface ProviderRule {
  readonly promise: string;
  readonly faultsOf: (under: ProviderUnderTest) => readonly string[] | Promise<readonly string[]>;
}

/** A rule as it is written: what the provider leaves out is filled in. */
export interface CompleteRule {
  readonly promise: string;
  readonly faultsOf: (under: CompleteProvider) => readonly string[] | Promise<readonly string[]>;
}

export interface CompleteProvider extends Omit<ProviderUnderTest, 'provider' | 'connections'> {
  readonly provider: Provider;
  readonly connections?: Readonly<Record<string, Provider>>;
}

/** A unit of the samples and what its kind makes of it. */
export interface SampledUnit {
  readonly sample: UnitSample;
  readonly kind: Kind;
  readonly blueprint: Blueprint;
}

/** Of kinds that exist; the others are a fault of their own. */
export function sampledUnits({ provider, units }: CompleteProvider): readonly SampledUnit[] {
  return units.flatMap((sample) => {
    const kind = provider.kinds[sample.kind];
    return kind === undefined ? [] : [{ sample, kind, blueprint: kind.expand(inputOf(sample)) }];
  });
}

export function inputOf({ kind, with: values, options = {} }: UnitSample): KindInput {
  return { address: `sample[${kind}]`, with: values, options };
}

/** A call of the samples: by a step of a unit, or by itself. */
export interface SampledCall {
  readonly place: string;
  readonly operation: Operation;
  readonly arguments: ValueObject;
}

/** Those that go to the provider itself. */
export function sampledCalls(under: CompleteProvider): readonly SampledCall[] {
  const { operations } = under.provider;
  const calls: SampledCall[] = [];
  const add = (place: string, name: string, args: ValueObject): void => {
    const operation = operations[name];
    if (operation !== undefined) calls.push({ place, operation, arguments: args });
  };
  for (const { place, part } of sampledParts(under))
    if (part.kind === 'operations') add(part.isSecond ? `${place} (beside)` : place, part.name, part.input);
  for (const [name, args] of Object.entries(under.operations ?? {})) add(name, name, args);
  return calls;
}

/** Something of the provider itself that a step of the samples uses. */
export interface SampledPart {
  readonly place: string;
  readonly part: ProviderPart;
}

export function sampledParts(under: CompleteProvider): readonly SampledPart[] {
  return sampledUnits(under).flatMap(({ sample, blueprint: { steps } }) =>
    steps.flatMap((step) =>
      partsOf(step)
        .filter((part) => providerOf(part, under) === under.provider)
        .map((part) => ({ place: `${sample.kind}.${step.name}`, part })),
    ),
  );
}

/** What a step uses; `connection`: alias of where, absent where that is the provider's own. */
export function partsOf(step: StepBlueprint): readonly ProviderPart[] {
  return moduleOf(step)
    .partsOf(step)
    .map((part) => ({ ...part, ...defined({ connection: part.connection ?? step.connection }) }));
}

/** The provider of the connection of a step or of what it uses. */
export function providerOf(
  { connection }: { readonly connection?: string | undefined },
  { provider, connections = {} }: CompleteProvider,
): Provider {
  return connection === undefined ? provider : (connections[connection] ?? provider);
}

/** As they are shown: references as their text, and the unit's mark put in. */
export function shownArguments({ operation, arguments: args }: SampledCall): JsonObject {
  const marked = operation.mark?.(args, '0123456789ab') ?? args;
  return displayValue(marked) as JsonObject;
}

/** As they are sent. */
export function sentArguments(call: SampledCall, { values = {} }: CompleteProvider): JsonObject {
  const marked = call.operation.mark?.(call.arguments, '0123456789ab') ?? call.arguments;
  return resolveValue(marked, ({ path }) => values[path.join('.')] ?? '0123456789ab') as JsonObject;
}

/** Everything that is reached from a value becomes unchangeable, so that whoever changes it throws. */
export function frozen<Data>(value: Data): Data {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) frozen(child);
  return value;
}

/** What is thrown, as the end of a sentence; undefined where nothing is. */
export function thrownBy(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
