import type { Diagnostic, SourceRange } from '../diagnostics/diagnostic.ts';
import { canonicalJson } from '../plan/canonical-json.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import { plannedConnections } from '../plan/planned-connection.ts';
import type { WrittenTarget } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';

/**
 * Targets that more than one unit writes: one diagnostic for each, at the second of its units. Units whose migration says
 * `shared_target` may share with others, so that a target is reported when two of its units do not. Compared is what the
 * plan itself says; a target that is known only at run time is left out. Pure.
 */
export function findSharedTargets(
  plan: Plan,
  units: readonly Unit[],
  registry: ProviderRegistry,
): readonly Diagnostic[] {
  const reported = new Set<Unit>();
  return groupByTarget(plan, units, registry).flatMap(({ target, writers }) => {
    const [first, second, ...others] = writers.filter(({ migration }) => migration.sharedTarget === undefined);
    // A second address of a target that was reported already says nothing new.
    if (first === undefined || second === undefined || reported.has(second)) return [];
    reported.add(second);
    return [describeShared(plan, { target, first, second, otherCount: others.length })];
  });
}

interface Written {
  readonly target: WrittenTarget;
  readonly writers: Unit[];
}

/** Of very many units hardly any share, so that a group is made when a second writer is met. */
function groupByTarget(plan: Plan, units: readonly Unit[], registry: ProviderRegistry): readonly Written[] {
  const scopes = scopesOf(plan, registry);
  const writerOf = new Map<string, Unit>();
  const shared = new Map<string, Written>();
  for (const unit of units) {
    const { provider, target: name } = unit.migration;
    const scope = scopes.get(provider);
    const activity = scope?.provider.kinds[name] ?? scope?.provider.operations[name];
    if (scope === undefined || activity?.writes === undefined) continue;
    for (const target of activity.writes(unit.with)) {
      const within = target.within === 'connection' ? scope.connection : '';
      const key = `${scope.provider.type}\n${within}\n${target.identity.join('\n')}`;
      const first = writerOf.get(key);
      if (first === undefined) writerOf.set(key, unit);
      else if (first !== unit) addWriter(shared, key, { target, first, unit });
    }
  }
  return [...shared.values()];
}

function addWriter(
  shared: Map<string, Written>,
  key: string,
  { target, first, unit }: { readonly target: WrittenTarget; readonly first: Unit; readonly unit: Unit },
): void {
  const known = shared.get(key);
  if (known === undefined) shared.set(key, { target, writers: [first, unit] });
  else if (known.writers.at(-1) !== unit) known.writers.push(unit);
}

/** By alias. Entries that lead to the same place have the same connection; where a plan does not say, the alias counts. */
function scopesOf(plan: Plan, registry: ProviderRegistry) {
  const connections = plannedConnections(plan, registry);
  return new Map(
    [...plan.providers].flatMap(([alias, { type }]) => {
      const provider = registry.get(type);
      const identity = connections.get(alias) ?? {};
      const connection = Object.keys(identity).length === 0 ? alias : canonicalJson({ ...identity });
      return provider === undefined ? [] : [[alias, { provider, connection }] as const];
    }),
  );
}

interface SharedTarget {
  readonly target: WrittenTarget;
  readonly first: Unit;
  readonly second: Unit;
  readonly otherCount: number;
}

function describeShared(plan: Plan, { target, first, second, otherCount }: SharedTarget): Diagnostic {
  const isOneMigration = first.migration === second.migration;
  const ranges = [first, second].map((unit) => locateUnit(plan, unit, isOneMigration ? [] : target.path));
  const [firstRange, range] = ranges;
  const others = otherCount === 0 ? '' : otherCount === 1 ? ', and 1 more unit' : `, and ${otherCount} more units`;
  return {
    severity: 'error',
    code: 'PLAN_DUPLICATE_TARGET',
    summary: `two units write to ${target.label}`,
    detail: `${first.address} and ${second.address}${others} write to ${target.label}. Each would overwrite or mix with what the other one wrote.`,
    hint: isOneMigration
      ? `Give each unit a target of its own, for example by \`\${{ each.key }}\`. If sharing is meant, say why: \`shared_target: <reason>\` in the migration ${second.migration.name}.`
      : `Give one of them another target. If sharing is meant, say why: \`shared_target: <reason>\` in the migration ${second.migration.name}, or in ${first.migration.name}.`,
    file: plan.file,
    path: ['migrations', second.migration.name, 'with', ...target.path].join('.'),
    ...(range === undefined ? {} : { range }),
    ...(firstRange === undefined
      ? {}
      : { related: [{ range: firstRange, label: `${first.address} writes to it too` }] }),
  };
}

/** The value that names the target; of two units of one migration their entries under `for_each`. */
function locateUnit(plan: Plan, { migration, key }: Unit, path: readonly string[]): SourceRange | undefined {
  const base = ['migrations', migration.name];
  if (path.length > 0) return plan.source.locate([...base, 'with', ...path]);
  // A list has places by number; a map's key comes with its own.
  const index = migration.forEach?.findIndex((entry) => entry.key === key) ?? 0;
  const isListed = migration.forEach?.[index]?.value === key;
  return isListed
    ? plan.source.locate([...base, 'for_each', index])
    : plan.source.locate([...base, 'for_each', key ?? ''], 'key');
}
