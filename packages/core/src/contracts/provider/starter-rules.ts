import { compilePlan } from '../../compile-plan.ts';
import { createRegistry } from '../../provider/registry.ts';
import type { StarterPlan } from '../../provider/starter-plan.ts';
import type { CompleteProvider, CompleteRule } from './provider-under-test.ts';

export const STARTER_RULES: readonly CompleteRule[] = [
  { promise: 'plans to start from are correct as they are, and read the secrets that they name', faultsOf: starters },
];

function starters(under: CompleteProvider): readonly string[] {
  const offered = under.provider.starters ?? [];
  return offered.flatMap((starter) => faultsOf(starter, under).map((fault) => `${starter.kind}: ${fault}`));
}

function faultsOf({ kind, text, secrets }: StarterPlan, { provider }: CompleteProvider): readonly string[] {
  if (provider.kinds[kind] === undefined) return ['there is no such kind'];
  const { compiled, diagnostics } = compilePlan(text('shop'), {
    file: 'shop.yaml',
    registry: createRegistry([provider]),
  });
  if (compiled === undefined || diagnostics.length > 0)
    return diagnostics.map(({ code, summary }) => `${code}: ${summary}`);
  const read = [...compiled.plan.secrets.values()].flatMap((source) => (source.kind === 'env' ? [source.name] : []));
  const isOfKind = [...compiled.plan.migrations.values()].some((migration) => migration.recipe === kind);
  return [
    ...(compiled.plan.name === 'shop' ? [] : ['the plan does not have the name that was given']),
    ...(read.toSorted().join() === [...secrets].sort().join() ? [] : [`it reads ${read.join(', ')}`]),
    ...(isOfKind ? [] : ['no migration of it is of the kind']),
  ];
}
