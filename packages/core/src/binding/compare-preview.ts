import { WaybillError } from '../errors.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { MovedConnection } from '../journal/record.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import type { BoundPreview, PreviewBinding } from './binding.ts';
import { compareIdentities, describeMoved } from './compare-connections.ts';
import { compareInventories } from './compare-inventories.ts';

/** Why a saved preview is not what applying it would do now. */
export interface PreviewDifference {
  readonly what:
    | 'plan'
    | 'connection'
    | 'inputs'
    | 'inventory'
    | 'steps'
    | 'versions'
    | 'selection'
    | 'state'
    | 'expired';
  /** One sentence for people. */
  readonly detail: string;
}

/** A saved preview that must not be applied any more. Nothing was done. */
export class PreviewStaleError extends WaybillError {
  readonly differences: readonly PreviewDifference[];

  constructor(digest: string, differences: readonly PreviewDifference[]) {
    const details = differences.map(({ detail }) => detail).join(' ');
    super('PREVIEW_STALE', `Preview ${digest.slice(0, 12)} is not what would be done now. ${details}`, {
      hint: 'Make a new preview with `waybill plan --out`, have it reviewed, and apply that one.',
    });
    this.differences = differences;
  }
}

/** The plan as it would be applied now. */
export interface CurrentPlan {
  /** Of a preview built now, with the same inputs and selection. */
  readonly preview: Pick<BoundPreview, 'plan' | 'binding'>;
  readonly graph: Graph;
  readonly stateId: string | undefined;
  readonly checkpoint: Checkpoint;
}

/** Everything in which a saved preview differs from now; empty when it may be applied. Pure. */
export function comparePreview(saved: BoundPreview, now: CurrentPlan): readonly PreviewDifference[] {
  const state = compareState(saved.binding.state, {
    stateId: now.stateId,
    checkpoint: now.checkpoint,
    digest: saved.digest,
  });
  return [...comparePlan(saved, now), ...compareVersions(saved, now), ...(state === undefined ? [] : [state])];
}

function comparePlan(saved: BoundPreview, now: CurrentPlan): readonly PreviewDifference[] {
  const current = now.preview;
  const differences: PreviewDifference[] = [];
  if (canonicalJson(saved.plan.inputs) !== canonicalJson(current.plan.inputs))
    differences.push({ what: 'inputs', detail: 'The inputs of the plan are different now.' });
  const inventories = compareInventories(saved, { binding: current.binding, graph: now.graph });
  for (const detail of inventories.details) differences.push({ what: 'inventory', detail });
  if (saved.binding.steps_digest !== current.binding.steps_digest) {
    const detail = describeSteps(saved, now.graph, inventories.units);
    if (detail !== undefined) differences.push({ what: 'steps', detail });
  }
  const moved = findMoved(saved.binding, current.binding);
  if (moved.length > 0)
    differences.push({ what: 'connection', detail: `The plan's connections lead elsewhere: ${describeMoved(moved)}.` });
  if (differences.length === 0 && saved.plan.digest !== current.plan.digest)
    differences.push({
      what: 'plan',
      detail:
        'Settings of the plan that decide how it is carried out were edited: limits, order, retries, waiting or secrets.',
    });
  if (selectionText(saved.binding) !== selectionText(current.binding))
    differences.push({ what: 'selection', detail: 'The patterns of the preview now select different units.' });
  return differences;
}

/** Of the providers that both have. */
function findMoved(saved: PreviewBinding, now: PreviewBinding): readonly MovedConnection[] {
  return Object.entries(now.connections ?? {}).flatMap(([provider, identity]) =>
    compareIdentities(saved.connections?.[provider] ?? {}, identity).map((change) => ({ provider, ...change })),
  );
}

/** Of the fields that this version knows. */
function selectionText({ selection }: PreviewBinding): string {
  const { target, exclude, left_out: leftOut } = selection;
  return canonicalJson({ target, exclude, leftOut });
}

const SHOWN_STEPS = 5;

/**
 * Names the steps, where the preview holds their fingerprints; undefined when all that changed is in units of rows that
 * are named already.
 */
function describeSteps(saved: BoundPreview, graph: Graph, named: ReadonlySet<string>): string | undefined {
  const others = saved.units.filter(({ address }) => address === undefined || !named.has(address));
  const known = new Map(
    others.flatMap(({ steps }) => steps.map(({ address, fingerprint }) => [address, fingerprint] as const)),
  );
  if ([...known.values()].some((fingerprint) => fingerprint === undefined))
    return named.size > 0 ? undefined : 'The steps of the plan are different now.';
  const added: string[] = [];
  const changed: string[] = [];
  for (const step of stepsOf(graph)) {
    if (named.has(step.unit)) continue;
    const before = known.get(step.address);
    if (before === undefined) added.push(step.address);
    else if (before !== fingerprintStep(step)) changed.push(step.address);
    known.delete(step.address);
  }
  const parts = [listSteps('changed', changed), listSteps('new', added), listSteps('gone', [...known.keys()])].filter(
    (part) => part !== '',
  );
  if (parts.length === 0 && named.size > 0) return undefined;
  return `The plan's steps are different now: ${parts.length === 0 ? 'their order changed' : parts.join('; ')}.`;
}

/** Never all at once. */
function* stepsOf({ units }: Graph): Generator<Step> {
  for (const { steps } of units) yield* steps;
}

function listSteps(word: string, steps: readonly string[]): string {
  if (steps.length === 0) return '';
  const more = steps.length > SHOWN_STEPS ? ` and ${steps.length - SHOWN_STEPS} more` : '';
  return `${word} ${steps.slice(0, SHOWN_STEPS).join(', ')}${more}`;
}

function compareVersions(saved: BoundPreview, now: CurrentPlan): readonly PreviewDifference[] {
  const before = saved.binding.versions;
  const after = now.preview.binding.versions;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
  return names.map((name) => ({
    what: 'versions',
    detail: `It was made with ${name} ${before[name] ?? '(none)'}, and this is ${after[name] ?? '(none)'}.`,
  }));
}

/**
 * A state has not moved while it has no record after the preview's, or while all that came after began with applying this
 * very preview: applying it again resumes. Approvals and decisions of people during its runs do not count.
 */
export function compareState(
  saved: PreviewBinding['state'],
  now: { readonly stateId: string | undefined; readonly checkpoint: Checkpoint; readonly digest: string },
): PreviewDifference | undefined {
  const { lastSeq, runs } = now.checkpoint;
  // A preview of a plan without a state names the one that is to be created.
  const isYetToCome = saved?.serial === 0 && now.stateId === undefined;
  if (saved !== null && now.stateId !== saved.id && !isYetToCome)
    return { what: 'state', detail: describeOtherState(saved.serial, now.stateId) };
  const serial = saved?.serial ?? 0;
  if (lastSeq === serial) return undefined;
  const since = runs.filter(({ seq }) => seq > serial);
  if (hasBegunWith(since, serial) && since.every(({ preview }) => preview === now.digest)) return undefined;
  const what = since.length === 0 ? 'an operator decided on units' : 'the plan was applied meanwhile';
  return {
    what: 'state',
    detail: `The state has advanced from record ${serial} to ${lastSeq} since the preview was made: ${what}.`,
  };
}

/** A preview with the serial 0 was made before there was a state. */
function describeOtherState(savedSerial: number, stateId: string | undefined): string {
  if (stateId === undefined) return 'The state that the preview was made for is gone.';
  return savedSerial === 0
    ? 'The preview was made before the plan was first applied, and something else has been applied since.'
    : 'The preview was made for another state, or that state was deleted.';
}

/** The first record of a run may be preceded by the one that takes over an edited plan. */
function hasBegunWith(runs: readonly { readonly seq: number }[], serial: number): boolean {
  const first = runs[0]?.seq;
  return first === serial + 1 || first === serial + 2;
}

/** Whether a run has applied this preview already: then it may be resumed after its expiry too. */
export function hasBeenApplied(digest: string, { runs }: Checkpoint): boolean {
  return runs.some(({ preview }) => preview === digest);
}
