import { createHash } from 'node:crypto';
import { assertInvariant } from '../errors.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { kindOf } from '../plan/expand/find-recipe.ts';
import type { Migration, Plan, Unit } from '../plan/plan.ts';
import type { DerivedSteps, NotDerived } from '../provider/derived-steps.ts';
import type { AppliedUnit, Kind, KindInput } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { defined } from '../value/defined.ts';
import { describeApplied } from './applied-unit.ts';

/** What is done with a unit that was applied: the steps that its kind offers for it. */
export type DeriveSteps = (kind: Kind, unit: AppliedUnit) => DerivedSteps | NotDerived;

export interface DeriveOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** Of the plan's own state, and its id. */
  readonly checkpoint: Checkpoint;
  readonly stateId: string;
  /** The units that are meant. */
  readonly units: readonly PlannedUnit[];
  /** In the name of the derived plan, such as `verify`. */
  readonly verb: string;
  /** One line for each unit's kind, such as `compare both sides again`. */
  readonly title: string;
  readonly derive: DeriveSteps;
  /** A number that grows when the units change, such as the count of runs: with another one the derived plan is another. */
  readonly since: number;
  /** Beside the plan, its state and the units, what decides the steps: another one is another plan. */
  readonly options: Readonly<Record<string, string | boolean>>;
}

/** A plan whose units have other steps than those of the plan that it was derived from, under the same addresses. */
export interface DerivedPlan {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** Units that were meant and have no part in it. */
  readonly refused: readonly RefusedUnit[];
}

export interface RefusedUnit {
  readonly unit: string;
  /** One sentence. */
  readonly why: string;
}

/**
 * Derives a plan from one that was applied, and from what its state knows. The engine takes it as it takes every plan: with
 * a name and a state of its own, and the connections and limits of the first one. No unit of it needs another. Pure.
 */
export function derivePlan(options: DeriveOptions): DerivedPlan {
  const found = options.units.map((unit) => deriveUnit(unit, options));
  const derived = found.filter((one) => one.kind === 'steps');
  const migrations = new Map(derived.map(({ unit }) => [unit.migration.name, unit.migration]));
  const digest = digestOf(derived, options);
  const plan: Plan = {
    ...withoutTimes(options.plan),
    name: derivedName(options.plan.name, options.verb),
    migrations,
    digest,
    sourceDigest: digest,
  };
  const steps = new Map(derived.map(({ unit, steps: own }) => [unit.address, own]));
  const registry = registryOf(options, steps);
  const { graph } = buildGraph(
    plan,
    derived.map(({ unit }) => unit),
    registry,
  );
  assertInvariant(graph !== undefined, 'units that need nothing have no cycle');
  const refused = found.flatMap((one) => (one.kind === 'none' ? [{ unit: one.unit.address, why: one.why }] : []));
  return { plan, graph, registry, refused };
}

/** No name of a plan has a tilde: the state of a derived plan is never that of another plan. */
export function derivedName(plan: string, verb: string): string {
  return `${plan}~${verb}`;
}

type Found =
  | { readonly kind: 'steps'; readonly unit: Unit; readonly steps: DerivedSteps }
  | { readonly kind: 'none'; readonly unit: PlannedUnit; readonly why: string };

function deriveUnit(unit: PlannedUnit, options: DeriveOptions): Found {
  const { plan, registry, derive } = options;
  const { migration } = unit.unit;
  const kind = kindOf(plan, migration, registry);
  if (kind === undefined) return { kind: 'none', unit, why: `${migration.recipe} is a single call, with no copy.` };
  const applied = describeApplied(unit, options);
  const steps = derive(kind, applied);
  if (steps.kind === 'none') return { kind: 'none', unit, why: steps.why };
  return { kind: 'steps', unit: derivedUnit(unit, applied), steps };
}

/** Under the address that it has now. Earlier ones are of another state. */
function derivedUnit({ unit }: PlannedUnit, applied: AppliedUnit): Unit {
  const { address, entry, key } = unit;
  return {
    address,
    migration: derivedMigration(unit.migration),
    entry,
    key,
    with: applied.with,
    options: applied.options,
    needs: [],
  };
}

const DERIVED = new WeakMap<Migration, Migration>();

/** The same for all units of a migration: they are grouped by it. */
function derivedMigration(migration: Migration): Migration {
  const known = DERIVED.get(migration);
  if (known !== undefined) return known;
  const { formerly: _formerly, ...rest } = migration;
  const derived = { ...rest, needs: [] };
  DERIVED.set(migration, derived);
  return derived;
}

/** What an operator asks for by itself, such as a rollback, is not kept waiting by windows or other people. */
function withoutTimes({
  moved: _moved,
  rollout: _rollout,
  approvals: _approvals,
  ...plan
}: Plan): Omit<Plan, 'moved' | 'rollout' | 'approvals'> {
  return plan;
}

/** The providers of the plan, whose kinds give the derived steps in place of their own. */
function registryOf(
  { plan, registry, title }: DeriveOptions,
  steps: ReadonlyMap<string, DerivedSteps>,
): ProviderRegistry {
  const types = new Set([...plan.providers.values()].map(({ type }) => type));
  return new Map(
    [...registry].map(([type, provider]) => [type, types.has(type) ? withKinds(provider, title, steps) : provider]),
  );
}

function withKinds(provider: Provider, title: string, steps: ReadonlyMap<string, DerivedSteps>): Provider {
  const kinds = Object.entries(provider.kinds).map(([name, kind]) => [name, derivedKind(kind, title, steps)] as const);
  return { ...provider, kinds: Object.fromEntries(kinds) };
}

function derivedKind(
  { name, withSchema, optionsSchema, optionsMeaning, describe }: Kind,
  title: string,
  steps: ReadonlyMap<string, DerivedSteps>,
): Kind {
  const of = ({ address }: Pick<KindInput, 'address'>): DerivedSteps => {
    const derived = steps.get(address);
    assertInvariant(derived !== undefined, `${address} has derived steps`);
    return derived;
  };
  return {
    name,
    title,
    withSchema,
    ...defined({ optionsSchema, optionsMeaning, describe }),
    outputs: [],
    expand: (input) => of(input).blueprint,
    impact: (input) => of(input).impact,
  };
}

/** Differs after other work of the plan, so that what was done of an earlier derived plan does not count for this one. */
function digestOf(
  derived: readonly { readonly unit: Unit }[],
  { plan, stateId, since, verb, options }: DeriveOptions,
): string {
  const units = derived.map(({ unit: { address } }) => address);
  const meaning = { plan: plan.digest, state: stateId, since, verb, options, units };
  return createHash('sha256').update(canonicalJson(meaning)).digest('hex');
}
