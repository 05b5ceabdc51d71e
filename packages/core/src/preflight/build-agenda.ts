import { assertInvariant } from '../errors.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import { argumentsOf, type StepWith } from '../graph/steps/step-traits.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { readsOf } from '../steps/check/judge-check.ts';
import { checksToAsk } from './checks-to-ask.ts';
import type { PreflightScope } from './preflight-scope.ts';
import { addQuestion, ReadingList } from './reading.ts';

/** What a preflight will read, before anything is read. */
export interface Agenda {
  /** By alias of the provider. */
  readonly readings: ReadonlyMap<string, ReadingList>;
  /** By address of the check step: why it cannot be asked. */
  readonly unaskable: ReadonlyMap<string, string>;
}

/** The distinct reads behind the checks of units that have not begun, and a probe where there are none. Pure. */
export function buildAgenda(scope: PreflightScope, registry: ProviderRegistry): Agenda {
  const readings = new Map([...scope.plan.providers.keys()].map((alias) => [alias, new ReadingList()]));
  const unaskable = new Map<string, string>();
  for (const unit of scope.units) {
    for (const step of checksToAsk(unit, scope.standing)) {
      const reason = findUnknownOf(step, unit, scope);
      if (reason !== undefined) unaskable.set(step.address, reason);
      else {
        const reads = readsOf(step, (value) => scope.resolve(value, unit));
        addQuestion({ step, unit, readings: reads.map((read) => listOf(read.connection, readings).add(read)) });
      }
    }
  }
  for (const { alias, type } of scope.plan.providers.values()) {
    const provider = registry.get(type);
    assertInvariant(provider !== undefined, `the plan names known providers: ${type}`);
    const list = readings.get(alias);
    if (list?.size === 0) addProbe(list, alias, provider, scope);
  }
  return { readings, unaskable };
}

function listOf(alias: string, readings: Agenda['readings']): ReadingList {
  const list = readings.get(alias);
  assertInvariant(list !== undefined, `every step has a provider of the plan: ${alias}`);
  return list;
}

function findUnknownOf(
  step: StepWith<'isAskedByPreflight'>,
  unit: PlannedUnit,
  scope: PreflightScope,
): string | undefined {
  const { arguments: args, beside, expect } = step;
  return scope.findUnknown([args, beside?.arguments ?? null, expect], unit);
}

/** A cheap read shows whether the credentials work where no check does. */
function addProbe(list: ReadingList, alias: string, provider: Provider, scope: PreflightScope): void {
  for (const unit of scope.units) {
    if (provider.probe === undefined) return;
    for (const step of unit.steps) {
      const sent = step.provider === alias ? argumentsOf(step) : undefined;
      const asked = sent === undefined ? undefined : provider.probe(sent);
      if (asked === undefined || scope.findUnknown(asked.arguments, unit) !== undefined) continue;
      list.add({ connection: alias, operation: asked.operation, args: scope.resolve(asked.arguments, unit) });
      return;
    }
  }
}
