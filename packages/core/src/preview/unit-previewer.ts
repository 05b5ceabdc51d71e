import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Estimate } from '../estimate/estimate.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { rowDigest } from '../plan/inventory/row-digest.ts';
import type { Unit } from '../plan/plan.ts';
import type { Preflight, PreflightFinding } from '../preflight/preflight.ts';
import type { Selection } from '../progress/selection.ts';
import { describeStep, usesTurn } from '../provider/steps/step-traits.ts';
import type { Standing } from '../standing/standing.ts';
import { defined } from '../value/defined.ts';
import { LateMembers } from '../value/late-members.ts';
import type { PreviewStep, PreviewUnit } from './preview.ts';
import { previewPlaces } from './preview-places.ts';
import { RequestPreviewer, type RequestProblem } from './request-previewer.ts';

/** `full`: every step carries its fingerprint, and every call its request. `outline` saves time and memory for large plans. */
export type PreviewDetail = 'full' | 'outline';

export interface UnitFacts {
  /** The plan's name. */
  readonly plan: string;
  readonly providers: ReadonlyMap<string, PlannedProvider>;
  readonly standing: Standing;
  readonly detail: PreviewDetail;
  readonly preflight: Preflight | undefined;
  readonly estimate: Estimate | undefined;
  readonly isSelected: Selection['includes'];
}

/** Shows units as they are in a preview. */
export class UnitPreviewer {
  readonly #facts: UnitFacts;
  readonly #requests: RequestPreviewer;
  #lastPlaces: { readonly unit: Unit; readonly places: Places } | undefined;

  constructor(graph: Graph, facts: UnitFacts) {
    this.#facts = facts;
    this.#requests = new RequestPreviewer(graph, facts);
  }

  /** What was found wrong with requests so far. */
  get problems(): readonly RequestProblem[] {
    return this.#requests.problems;
  }

  /** `fingerprints`: of its steps, in their order. */
  preview(planned: PlannedUnit, fingerprints: readonly string[]): PreviewUnit {
    const { address, unit, level, needs } = planned;
    const { standing, isSelected } = this.#facts;
    return {
      address,
      ...defined({ formerly: formerlyOf(unit) }),
      migration: unit.migration.name,
      level,
      needs,
      state: standing.unit(address),
      ...this.#placesOf(unit),
      ...defined({ row: rowOf(unit) }),
      ...(isSelected(address) ? {} : { left_out: true as const }),
      steps: planned.steps.map((step, at) => this.#previewStep(step, fingerprints[at])),
      ...defined({ simulated: this.#simulatedSpan(address) }),
    };
  }

  /** What makes the members of a unit in an outline again. */
  late(): LateMembers<PreviewUnit, PlannedUnit> {
    return new LateMembers<PreviewUnit, PlannedUnit>({
      address: ({ address }) => address,
      formerly: ({ unit }) => formerlyOf(unit),
      migration: ({ unit }) => unit.migration.name,
      level: ({ level }) => level,
      needs: ({ needs }) => needs,
      state: ({ address }) => this.#facts.standing.unit(address),
      from: ({ unit }) => this.#placesOf(unit).from,
      to: ({ unit }) => this.#placesOf(unit).to,
      row: ({ unit }) => rowOf(unit),
      left_out: () => true,
      steps: ({ steps }) => steps.map((step) => this.#previewStep(step, undefined)),
      simulated: ({ address }) => this.#simulatedSpan(address),
    });
  }

  /** Where a unit comes from and where it goes to are one description, and mostly read one after the other. */
  #placesOf(unit: Unit): Places {
    if (this.#lastPlaces?.unit !== unit)
      this.#lastPlaces = { unit, places: previewPlaces(unit, this.#facts.providers) };
    return this.#lastPlaces.places;
  }

  #previewStep(step: Step, fingerprint: string | undefined): PreviewStep {
    const { address, name, kind, title, provider, needs, always } = step;
    const { detail, standing, preflight } = this.#facts;
    const isFull = detail === 'full';
    const shown = isFull ? defined({ fingerprint }) : {};
    const request = isFull && usesTurn(step) ? this.#requests.of(step) : undefined;
    return {
      address,
      name,
      kind,
      title,
      provider,
      needs,
      always,
      ...shown,
      state: standing.step(address),
      ...describeStep(step),
      ...defined({ finding: shownFinding(preflight?.steps.get(address)) }),
      ...defined({ request }),
    };
  }

  #simulatedSpan(address: string): PreviewUnit['simulated'] {
    const span = this.#facts.estimate?.units.get(address);
    return span === undefined ? undefined : { starts_ms: span.startsMs, ends_ms: span.endsMs };
  }
}

function shownFinding(found: PreflightFinding | undefined): PreviewStep['finding'] {
  if (found === undefined) return undefined;
  const { becauseOf, ...shown } = found;
  return becauseOf === undefined ? shown : { ...shown, because_of: becauseOf };
}

type Places = Pick<PreviewUnit, 'from' | 'to'>;

/** By every name that its migration had, under every key that it had. Undefined: it has the only one that it had. */
function formerlyOf({ address, migration, formerly = [] }: Unit): PreviewUnit['formerly'] {
  const { name, formerly: names = [] } = migration;
  const keyed = [...formerly, address];
  const old = [...names.flatMap((former) => keyed.map((known) => `${former}${known.slice(name.length)}`)), ...formerly];
  return old.length === 0 ? undefined : old;
}

function rowOf({ migration, entry }: Unit): PreviewUnit['row'] {
  return migration.inventory === undefined || entry === undefined ? undefined : rowDigest(entry);
}
