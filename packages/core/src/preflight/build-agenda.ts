import { assertInvariant } from '../errors.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { argumentsOf, type StepWith } from '../provider/steps/step-traits.ts';
import { readsOf } from '../steps/check/judge-check.ts';
import { collectReferences, type Value } from '../value/value.ts';
import { checksToAsk } from './checks-to-ask.ts';
import type { PreflightScope } from './preflight-scope.ts';
import { addQuestion, ReadingList } from './reading.ts';

/** What a preflight will read, before anything is read. */
export interface Agenda {
  /** By alias of the provider. */
  readonly readings: ReadonlyMap<string, ReadingList>;
  /** By address of the check step: why it cannot be asked. */
  readonly unaskable: ReadonlyMap<string, string>;
  /** Those of them that are asked with what other checks of their unit show. */
  readonly following: readonly FollowingCheck[];
}

/** A check that can be asked once others have been answered. */
export interface FollowingCheck extends AskedCheck {
  /** Addresses of the checks whose outputs it needs. */
  readonly needed: readonly string[];
}

interface AskedCheck {
  readonly step: StepWith<'isAskedByPreflight'>;
  readonly unit: PlannedUnit;
}

/** The distinct reads behind the checks of units that have not begun, and a probe where there are none. Pure. */
export function buildAgenda(scope: PreflightScope, registry: ProviderRegistry): Agenda {
  const asked = scope.units.flatMap((unit) => checksToAsk(unit, scope.standing).map((step) => ({ step, unit })));
  const agenda = agendaOf(asked, scope);
  const { readings } = agenda;
  for (const { alias, type } of scope.plan.providers.values()) {
    const provider = registry.get(type);
    assertInvariant(provider !== undefined, `the plan names known providers: ${type}`);
    const list = readings.get(alias);
    if (list?.size === 0) addProbe(list, alias, provider, scope);
  }
  return agenda;
}

/** The reads behind checks that could not be asked before others were answered. Pure. */
export function buildFollowingAgenda(checks: readonly FollowingCheck[], scope: PreflightScope): Agenda {
  return agendaOf(checks, scope);
}

function agendaOf(checks: readonly AskedCheck[], scope: PreflightScope): Agenda {
  const readings = new Map([...scope.plan.providers.keys()].map((alias) => [alias, new ReadingList()]));
  const unaskable = new Map<string, string>();
  const following: FollowingCheck[] = [];
  const asked = new Set(checks.map(({ step }) => step.address));
  for (const { step, unit } of checks) {
    const reason = findUnknownOf(step, unit, scope);
    if (reason === undefined) {
      const reads = readsOf(step, (value) => scope.resolve(value, unit));
      addQuestion({ step, unit, readings: reads.map((read) => listOf(read.connection, readings).add(read)) });
      continue;
    }
    unaskable.set(step.address, reason);
    const needed = stepsNamedBy(step, unit).filter((address) => asked.has(address));
    if (needed.length > 0) following.push({ step, unit, needed });
  }
  return { readings, unaskable, following };
}

/** Addresses of the steps whose outputs a check is asked with. */
function stepsNamedBy(step: StepWith<'isAskedByPreflight'>, unit: PlannedUnit): readonly string[] {
  const named = collectReferences(valuesOf(step)).filter(({ path }) => path[0] === 'steps');
  return [...new Set(named.map(({ path }) => `${unit.address}.${path[1] ?? ''}`))];
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
  return scope.findUnknown(valuesOf(step), unit);
}

function valuesOf({ arguments: args, beside, expect }: StepWith<'isAskedByPreflight'>): Value {
  return [args, beside?.arguments ?? null, expect];
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
