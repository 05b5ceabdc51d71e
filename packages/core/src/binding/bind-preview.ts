import { createHash, hash } from 'node:crypto';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Step } from '../graph/graph.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedIdentity } from '../plan/planned-connection.ts';
import type { PreviewSelection } from '../progress/selection.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { defined } from '../value/defined.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import type { Value } from '../value/value.ts';
import { VERSION } from '../version.ts';
import { bindInventories } from './bind-inventories.ts';
import type { PreviewBinding } from './binding.ts';
import type { PlannedProvider } from './planned-provider.ts';

/** Whose steps are digested in one go: some milliseconds. */
const UNITS_PER_SLICE = 200;

export interface BindingSources {
  readonly plan: Pick<Plan, 'migrations'>;
  readonly providers: ReadonlyMap<string, PlannedProvider>;
  /** The plan's state; undefined when it was never applied. */
  readonly state: StateMark | undefined;
  readonly selection: PreviewSelection;
  readonly stepsDigest: string;
  /** By address of the check step: what was found when it was asked beforehand. */
  readonly findings?: ReadonlyMap<string, { readonly decision?: string }> | undefined;
}

/** A state at one moment: which one, and how many records it has. */
export interface StateMark {
  readonly id: string;
  readonly serial: number;
}

/** What has to be the same when the preview is applied. */
export function* bindPreview({
  plan,
  providers,
  state,
  selection,
  stepsDigest,
  findings,
}: BindingSources): Sliced<PreviewBinding> {
  const types = [...providers.values()].map(({ provider }) => [provider.type, provider.version] as const);
  const inventories = yield* bindInventories(plan);
  return {
    steps_digest: stepsDigest,
    versions: { core: VERSION, ...Object.fromEntries(types) },
    state: state === undefined ? null : { id: state.id, serial: state.serial },
    connections: Object.fromEntries(
      [...providers.values()].map(({ entry, provider }) => [entry.alias, plannedIdentity(entry, provider)]),
    ),
    ...defined({ inventories, decisions: decisionsIn(findings) }),
    selection,
  };
}

/** Undefined when no check has decided anything. */
function decisionsIn(findings: BindingSources['findings']): PreviewBinding['decisions'] {
  const decided = [...(findings ?? [])].flatMap(([address, { decision }]) =>
    decision === undefined ? [] : [[address, decision] as const],
  );
  return decided.length === 0 ? undefined : Object.fromEntries(decided);
}

/** SHA-256 over what every step means, in the order of the plan. */
export class StepsDigest {
  readonly #hash = createHash('sha256');

  /** Gives the fingerprint of the step. */
  add(step: Step): string {
    const fingerprint = fingerprintStep(step);
    this.#hash.update(`${step.address} ${fingerprint}\n`);
    return fingerprint;
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}

/** Content address of a preview: SHA-256 over the canonical JSON of everything but the digest itself. */
export function digestPreview<Content extends PreviewContent>(preview: Content): string {
  return atOnce(digestPreviewSliced(preview));
}

/** What `digestPreview` gives. */
export function* digestPreviewSliced({ units, ...rest }: PreviewContent): Sliced<string> {
  const digests = new UnitDigests();
  yield* eachSliced(units, UNITS_PER_SLICE, (unit) => digests.add(unit));
  return digestWithUnits(rest, digests);
}

/** What `digestPreview` gives, of units that were digested when they were made. `rest`: everything else. */
export function digestWithUnits(rest: object, units: UnitDigests): string {
  const digest = createHash('sha256').update(hashJson(rest));
  for (const text of units.texts) digest.update(text);
  return digest.digest('hex');
}

/** Digests of the units of a preview, in their order. A digest that is taken when its unit is made saves building the steps again. */
export class UnitDigests {
  readonly #full: string[] = [];
  #last = '';

  add(unit: object): void {
    this.#last += hashJson(unit);
    if (this.#last.length < LONGEST_TEXT) return;
    this.#full.push(this.#last);
    this.#last = '';
  }

  /** Together, one digest after the other. */
  get texts(): readonly string[] {
    return [...this.#full, this.#last];
  }
}

/** In characters. 100,000 digests that are texts of their own take several times this memory. */
const LONGEST_TEXT = 16_384;

interface PreviewContent {
  readonly units: readonly object[];
}

/** A preview is JSON data all through, which its interfaces cannot say for lack of an index signature. */
function hashJson(value: object): string {
  return hash('sha256', canonicalJson(value as Value), 'hex');
}
