import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compileTemplate } from '../plan/expand/compile-template.ts';
import { createRefill } from '../plan/expand/refill-template.ts';
import type { Migration, Plan, Unit } from '../plan/plan.ts';
import { plannedConnections } from '../plan/planned-connection.ts';
import type { WrittenTarget } from '../provider/operation.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import type { ValueObject } from '../value/value.ts';
import { createIsOrdered } from './is-ordered.ts';
import { createSharedPlaces } from './shared-places.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 5_000;

/**
 * Targets that more than one unit writes: one diagnostic for each, at the second of its units. Units whose migration says
 * `shared_target` may share with others, so that a target is reported when two of its units do not; so may units that start one
 * and the same remote task, one after the other. Compared is what the
 * plan itself says; a target that is known only at run time is left out. Pure.
 */
export function* findSharedTargetsSliced(
  plan: Plan,
  units: readonly Unit[],
  registry: ProviderRegistry,
): Sliced<readonly Diagnostic[]> {
  const reported = new Set<Unit>();
  const placesOf = createSharedPlaces(plan);
  const written = yield* groupByTarget(plan, units, registry);
  return written.flatMap(({ target, writers, conflict }) => {
    const [first, second] = conflict ?? [];
    // A second address of a target that was reported already says nothing new.
    if (first === undefined || second === undefined || reported.has(second)) return [];
    reported.add(second);
    const shared = { target, first, second, otherCount: writers.length - 2 };
    return [{ ...describeShared(shared), file: plan.file, ...placesOf(shared) }];
  });
}

interface Written {
  readonly target: WrittenTarget;
  readonly writers: Unit[];
  /** The first two that may not share it. */
  conflict?: readonly [Unit, Unit];
}

/**
 * Of very many units hardly any share: what is kept for a target is its one writer, and a group is made when a second one
 * is met. A migration that may share is not compared.
 */
function* groupByTarget(plan: Plan, units: readonly Unit[], registry: ProviderRegistry): Sliced<readonly Written[]> {
  const shared: Written[] = [];
  const writersOf = createMigrationWriters(plan, registry);
  const isOrdered = createIsOrdered(units);
  const startsAgain: StartsAgain = ({ task, identity }, earlier, unit) => {
    if (task === undefined || !isOrdered(earlier, unit)) return false;
    const targets = writersOf(earlier.migration).targetsOf(earlier);
    return targets.some((other) => other.task === task && isSame(other.identity, identity));
  };
  yield* eachSliced(units, UNITS_PER_SLICE, (unit) => {
    if (unit.migration.sharedTarget !== undefined) return;
    const { targetsOf, scopeOf } = writersOf(unit.migration);
    for (const target of targetsOf(unit)) {
      const { identity } = target;
      const scope = scopeOf(target);
      if (scope === undefined) continue;
      const { writers } = placeOf(identity, target.within === 'connection' ? scope.atConnection : scope.atVendor);
      const name = identity.at(-1) ?? '';
      const before = writers.get(name);
      if (before === undefined) writers.set(name, unit);
      else if ('writers' in before) addWriter(before, target, unit, startsAgain);
      else if (before !== unit) {
        const written: Written = { target, writers: [before] };
        writers.set(name, written);
        shared.push(written);
        addWriter(written, target, unit, startsAgain);
      }
    }
  });
  return shared;
}

/** An address that a unit names twice is one target. */
function addWriter(written: Written, target: WrittenTarget, unit: Unit, startsAgain: StartsAgain): void {
  const { writers } = written;
  if (writers.at(-1) === unit) return;
  if (written.conflict === undefined) {
    const other = writers.find((earlier) => !startsAgain(target, earlier, unit));
    if (other !== undefined) written.conflict = [other, unit];
  }
  writers.push(unit);
}

/** Whether a unit fills a target with the task that an earlier one has filled it with, and after it. */
type StartsAgain = (target: WrittenTarget, earlier: Unit, unit: Unit) => boolean;

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

/** Targets whose identities begin alike. Looked up text by text, so that nothing is joined for each of very many units. */
interface Place {
  readonly places: Map<string, Place>;
  /** By the last text of the identity: the only writer so far, or all of them. */
  readonly writers: Map<string, Unit | Written>;
}

function createPlace(): Place {
  return { places: new Map(), writers: new Map() };
}

function placeOf(identity: readonly string[], root: Place): Place {
  let place = root;
  for (let index = 0; index < identity.length - 1; index += 1) place = placeIn(place, identity[index] ?? '');
  return place;
}

function placeIn({ places }: Place, name: string): Place {
  const known = places.get(name);
  if (known !== undefined) return known;
  const created = createPlace();
  places.set(name, created);
  return created;
}

interface MigrationWriters {
  readonly targetsOf: (unit: Unit) => readonly WrittenTarget[];
  /** Undefined for a connection that the plan does not have. */
  readonly scopeOf: (target: WrittenTarget) => Scope | undefined;
}

/** What is the same for all units of a migration is found once. */
function createMigrationWriters(plan: Plan, registry: ProviderRegistry): (migration: Migration) => MigrationWriters {
  const scopes = scopesOf(plan, registry);
  const byMigration = new Map<string, MigrationWriters>();
  return (migration) => {
    const known = byMigration.get(migration.name);
    if (known !== undefined) return known;
    const scope = scopes.get(migration.provider);
    const targetsOf = scope === undefined ? () => [] : createTargetsOf(migration, scope.provider);
    const scopeOf: MigrationWriters['scopeOf'] = ({ connection = migration.provider }) => scopes.get(connection);
    const created = { targetsOf, scopeOf };
    byMigration.set(migration.name, created);
    return created;
  };
}

/** Units are filled in one after the other into one object, of which only texts are kept. */
function createTargetsOf(
  { with: values, recipe, forEach }: Migration,
  { kinds, operations }: Provider,
): MigrationWriters['targetsOf'] {
  const activity = kinds[recipe] ?? operations[recipe];
  const { writes } = activity ?? {};
  if (writes === undefined) return () => [];
  const template = compileTemplate(values);
  const [first] = forEach ?? [];
  if (first === undefined || !template.dependsOnEach) {
    const same = writes.call(activity, values);
    return () => same;
  }
  const refill = createRefill(template, first);
  return ({ entry = first }) => writes.call(activity, refill(entry) as ValueObject);
}

interface Scope {
  readonly provider: Provider;
  readonly atVendor: Place;
  readonly atConnection: Place;
}

/** By alias. Entries that lead to the same place have the same connection; where a plan does not say, the alias counts. */
function scopesOf(plan: Plan, registry: ProviderRegistry): ReadonlyMap<string, Scope> {
  const connections = plannedConnections(plan, registry);
  const vendors = createPlace();
  const networks = createPlace();
  return new Map(
    [...plan.providers].flatMap(([alias, { type }]) => {
      const provider = registry.get(type);
      const identity = connections.get(alias) ?? {};
      const connection = Object.keys(identity).length === 0 ? alias : canonicalJson({ ...identity });
      const scope = { atVendor: placeIn(vendors, type), atConnection: placeIn(placeIn(networks, type), connection) };
      return provider === undefined ? [] : [[alias, { ...scope, provider }] as const];
    }),
  );
}

interface SharedTarget {
  readonly target: WrittenTarget;
  readonly first: Unit;
  readonly second: Unit;
  readonly otherCount: number;
}

function describeShared({ target, first, second, otherCount }: SharedTarget): Omit<Diagnostic, 'file' | 'range'> {
  const isOneMigration = first.migration === second.migration;
  const others = otherCount === 0 ? '' : otherCount === 1 ? ', and 1 more unit' : `, and ${otherCount} more units`;
  return {
    severity: 'error',
    code: 'PLAN_DUPLICATE_TARGET',
    summary: `two units write to ${target.label}`,
    detail: `${first.address} and ${second.address}${others} write to ${target.label}. Each would overwrite or mix with what the other one wrote.`,
    hint: isOneMigration
      ? `Give each unit a target of its own, for example by \`\${{ each.key }}\`. If sharing is meant, say why: \`shared_target: <reason>\` in the migration ${second.migration.name}.`
      : `Give one of them another target. If sharing is meant, say why: \`shared_target: <reason>\` in the migration ${second.migration.name}, or in ${first.migration.name}.`,
    path: ['migrations', second.migration.name, 'with', ...target.path].join('.'),
  };
}
