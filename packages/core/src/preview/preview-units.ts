import { StepsDigest, UnitDigests } from '../binding/bind-preview.ts';
import type { PlannedProvider } from '../binding/planned-provider.ts';
import { WaybillError } from '../errors.ts';
import type { Estimate } from '../estimate/estimate.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { describeStep, hasEffect, type StepWith, usesTurn } from '../graph/steps/step-traits.ts';
import { rowDigest } from '../plan/inventory/row-digest.ts';
import type { Unit } from '../plan/plan.ts';
import type { Preflight } from '../preflight/preflight.ts';
import type { Selection } from '../progress/selection.ts';
import type { Provider } from '../provider/provider.ts';
import type { Standing } from '../standing/standing.ts';
import { unitMark } from '../steps/tokens.ts';
import { defined } from '../value/defined.ts';
import { MOST_UNITS_WITH_STEPS, withLateSteps } from '../value/late-steps.ts';
import { mapSliced, type Sliced } from '../value/sliced.ts';
import { displayValue, type JsonObject, type ValueObject } from '../value/value.ts';
import { entrySecrets } from './entry-secrets.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { PreviewRequest, PreviewStep, PreviewUnit } from './preview.ts';
import { type LastFacts, previewPlaces } from './preview-places.ts';

/** `full`: every step carries its fingerprint, and every call its request. `outline` saves time and memory for large plans. */
export type PreviewDetail = 'full' | 'outline';

/** Some milliseconds. */
const UNITS_PER_SLICE = 100;

/** A request that cannot be built, such as one without a valid endpoint. Each text once, with the first step. */
export interface RequestProblem {
  readonly step: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export interface UnitFacts {
  /** The plan's name. */
  readonly plan: string;
  readonly detail: PreviewDetail;
  readonly preflight: Preflight | undefined;
  readonly estimate: Estimate | undefined;
  readonly isSelected: Selection['includes'];
  /** Called with each unit while its steps are built. */
  readonly alsoOf: (unit: PlannedUnit) => void;
}

export interface PreviewedUnits {
  readonly units: readonly PreviewUnit[];
  readonly problems: readonly RequestProblem[];
  /** Both are made on the way, because they look at every step. */
  readonly stepsDigest: string;
  readonly digests: UnitDigests;
}

export function* previewUnits(
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
  standing: Standing,
  facts: UnitFacts,
): Sliced<PreviewedUnits> {
  const { plan, detail, preflight, estimate, isSelected, alsoOf } = facts;
  const problems = new Map<string, RequestProblem>();
  const digest = new StepsDigest();
  const isLate = detail === 'outline' && graph.units.length > MOST_UNITS_WITH_STEPS;
  const lastFacts: LastFacts = new Map();
  const secrets = entrySecrets(providers.values());
  const configs = new Map(
    [...providers].map(([alias, { entry }]) => [alias, displayValue(entry.config) as JsonObject]),
  );
  const digests = new UnitDigests();
  const units = yield* mapSliced(graph.units, UNITS_PER_SLICE, (unit): PreviewUnit => {
    const previewed = previewUnit(unit);
    digests.add(previewed);
    alsoOf(unit);
    return previewed;
  });
  return { units, problems: [...problems.values()], stepsDigest: digest.hex(), digests };

  function previewUnit(unit: PlannedUnit): PreviewUnit {
    const head = {
      address: unit.address,
      ...formerlyOf(unit.unit),
      migration: unit.unit.migration.name,
      wave: unit.wave,
      needs: unit.needs,
      state: standing.unit(unit.address),
      ...previewPlaces(unit.unit, providers, lastFacts),
      ...rowOf(unit.unit),
      ...(isSelected(unit.address) ? {} : { left_out: true as const }),
    };
    const fingerprints = unit.steps.map((step) => digest.add(step));
    const span = simulatedSpan(unit.address);
    if (isLate) return withLateSteps(head, () => unit.steps.map((step) => previewStep(step)), span);
    return { ...head, steps: unit.steps.map((step, at) => previewStep(step, fingerprints[at])), ...span };
  }

  /** By every name that its migration had, under every key that it had. */
  function formerlyOf({ address, migration, formerly = [] }: Unit): Pick<PreviewUnit, 'formerly'> {
    const { name, formerly: names = [] } = migration;
    const keyed = [...formerly, address];
    const old = [
      ...names.flatMap((former) => keyed.map((known) => `${former}${known.slice(name.length)}`)),
      ...formerly,
    ];
    return old.length === 0 ? {} : { formerly: old };
  }

  function rowOf({ migration, entry }: Unit): Pick<PreviewUnit, 'row'> {
    return migration.inventory === undefined || entry === undefined ? {} : { row: rowDigest(entry) };
  }

  function previewStep(step: Step, fingerprint?: string): PreviewStep {
    const { address, name, kind, title, provider, needs, always } = step;
    const shown = detail === 'full' ? defined({ fingerprint }) : {};
    const base = { address, name, kind, title, provider, needs, always, ...shown, state: standing.step(address) };
    const request = detail === 'full' && usesTurn(step) ? requestOf(step) : undefined;
    return {
      ...base,
      ...describeStep(step),
      ...findingOf(step.address),
      ...defined({ request }),
    };
  }

  function findingOf(address: string): Pick<PreviewStep, 'finding'> {
    const found = preflight?.steps.get(address);
    return defined({ finding: found });
  }

  function simulatedSpan(address: string): Pick<PreviewUnit, 'simulated'> {
    const span = estimate?.units.get(address);
    return span === undefined ? {} : { simulated: { starts_ms: span.startsMs, ends_ms: span.endsMs } };
  }

  /** What the call will carry besides: the unit's mark is put in when it is sent, and is known before. */
  function argumentsSent(step: StepWith<'usesTurn'>, provider: Provider | undefined): ValueObject {
    const mark = hasEffect(step) ? provider?.operations[step.operation]?.mark : undefined;
    return mark === undefined
      ? step.arguments
      : mark(
          step.arguments,
          unitMark(plan, firstAddressOf(graph.unitsByAddress.get(step.unit) ?? { address: step.unit })),
        );
  }

  function requestOf(step: StepWith<'usesTurn'>): PreviewRequest | undefined {
    const config = configs.get(step.provider) ?? {};
    const provider = providers.get(step.provider)?.provider;
    const args = maskSecrets(displayValue(argumentsSent(step, provider)), secrets) as JsonObject;
    try {
      return provider?.buildRequest(config, step.operation, args);
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error;
      if (!problems.has(error.message)) {
        problems.set(error.message, { step: step.address, message: error.message, hint: error.hint });
      }
      return undefined;
    }
  }
}
