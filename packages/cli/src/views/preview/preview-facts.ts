import type { Preview, PreviewFinding, PreviewUnit } from '@waybill/core';
import { type PreviewCriticalStep, type PreviewLimit, type PreviewSchedule, traitsOf } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { foldFindings } from '../folds/fold-findings.ts';
import { selectedPart } from '../folds/selected-part.ts';
import { formatSpan, formatTook } from '../text/format-time.ts';

/** The answers that every view of a preview begins with. */
export interface PreviewFacts {
  /** Units by what a run would do with them. */
  readonly units: {
    readonly toDo: number;
    readonly done: number;
    /** Begun: a run takes them up where they are. */
    readonly underWay: number;
    /** Failed, given up or of unknown outcome: a run leaves them until an operator decides. */
    readonly forPeople: number;
    readonly leftOut: number;
  };
  /** Units with a blocking check. */
  readonly blockedUnits: number;
  readonly blocking: readonly PreviewFinding[];
  readonly cautions: readonly PreviewFinding[];
  /** Findings and warnings of the plan together. */
  readonly warningCount: number;
  /** Gates that are still closed. */
  readonly gates: number;
  readonly eta: string | undefined;
  /** The declared limit whose raising saves most; undefined when none saves a minute or a tenth. */
  readonly bottleneck: PreviewLimit | undefined;
}

/** Of the units that applying the preview is about. */
export function collectFacts(whole: Preview): PreviewFacts {
  const preview = selectedPart(whole);
  const { checks, schedule, totals, units, warnings } = preview;
  const blocking = foldFindings(checks.findings.filter(({ verdict }) => verdict === 'blocking'));
  const cautions = foldFindings(checks.findings.filter(({ verdict }) => verdict === 'warning'));
  // Of a very large plan the steps are made when they are read.
  const withGates = totals.gates === 0 ? [] : units;
  const gates = withGates.flatMap(({ steps }) =>
    steps.filter((step) => traitsOf(step).needsApproval && step.state !== 'succeeded'),
  );
  return {
    units: countUnits(units, preview.binding.selection.left_out),
    blockedUnits: new Set(blocking.flatMap((finding) => finding.units)).size,
    blocking,
    cautions,
    warningCount: cautions.length + warnings.length,
    gates: gates.filter(({ state }) => state !== 'skipped').length,
    eta: schedule === undefined ? undefined : formatRange(schedule.p50_ms, schedule.p90_ms),
    bottleneck: findBottleneck(preview),
  };
}

function countUnits(units: readonly PreviewUnit[], leftOut: number): PreviewFacts['units'] {
  const count = (states: readonly PreviewUnit['state'][]): number =>
    units.filter(({ state }) => states.includes(state)).length;
  return {
    toDo: count(['pending']),
    done: count(['succeeded']),
    underWay: count(['started', 'active', 'gated']),
    forPeople: count(['failed', 'unknown', 'skipped']),
    leftOut,
  };
}

/** Units that applying the preview may change: all that it is about but those that are done. */
export function unitsApproved({ units }: PreviewFacts): number {
  return units.toDo + units.underWay + units.forPeople;
}

/** `341 to do, 12 done, 3 under way`: what is nothing is left out. */
export function describeUnits({ units }: PreviewFacts): string {
  const parts: readonly (readonly [number, string])[] = [
    [units.toDo, 'to do'],
    [units.underWay, 'under way'],
    [units.done, 'done'],
    [units.forPeople, 'wait for an operator'],
    [units.leftOut, 'left out by --target or --exclude'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return said.length === 0 ? 'nothing to do' : said.join(', ');
}

/** `25m to 2h 40m`, or one of them when they read alike. */
export function formatRange(p50Ms: number, p90Ms: number): string {
  const [low, high] = [formatTook(p50Ms), formatTook(p90Ms)];
  return low === high ? low : `${low} to ${high}`;
}

const WORTH_MS = 60_000;

function findBottleneck({ schedule }: Preview): PreviewLimit | undefined {
  if (schedule === undefined) return undefined;
  const [first] = schedule.limits.toSorted((left, right) => right.saves_ms - left.saves_ms);
  if (first === undefined || first.saves_ms === 0) return undefined;
  return first.saves_ms >= WORTH_MS || first.saves_ms >= schedule.p50_ms / 10 ? first : undefined;
}

/** How long it takes when gates keep places that others need; undefined when one round of approvals is enough. */
export function describeApprovals({ approvals, p50_ms: atOnce }: PreviewSchedule): string | undefined {
  if (approvals === undefined || approvals.rounds < 2) return undefined;
  const { rounds, p50_ms: inRounds } = approvals;
  return `${formatTook(atOnce)} when each gate is approved as it is reached; approved only when nothing else can run: ${rounds} rounds, ${formatTook(inRounds)}`;
}

/** `raising active of search from 5 to 10 would save about 40m`. */
export function describeBottleneck({
  provider,
  limit,
  declared,
  raised_to: raised,
  saves_ms: saved,
}: PreviewLimit): string {
  return `raising ${limit} of ${provider} from ${declared} to ${raised} would save about ${formatSpan(saved)}`;
}

/** The longest steps of a critical path, in its order, and how many others there are. An entry for several steps is none of them. */
export function shortenPath(
  path: readonly PreviewCriticalStep[],
  most: number,
): { readonly shown: readonly PreviewCriticalStep[]; readonly hidden: number } {
  const single = path.filter(({ steps }) => steps === undefined);
  const longest = new Set(single.toSorted((left, right) => lengthOf(right) - lengthOf(left)).slice(0, most));
  return { shown: single.filter((step) => longest.has(step)), hidden: countSteps(path) - longest.size };
}

/** Steps of a critical path, whose middle may be one entry for many. */
export function countSteps(path: readonly PreviewCriticalStep[]): number {
  return path.reduce((sum, { steps = 1 }) => sum + steps, 0);
}

function lengthOf({ starts_ms: starts, ends_ms: ends }: PreviewCriticalStep): number {
  return ends - starts;
}

/** `10 passed, 1 blocking, 2 warnings, 3 not run`; undefined where nothing is checked. */
export function describeCheckCounts({ checks }: Preview): string | undefined {
  const { passed, blocking, warning, unasked } = checks.counts;
  const parts = [
    ...(passed > 0 ? [`${formatCount(passed)} passed`] : []),
    ...(blocking > 0 ? [`${formatCount(blocking)} blocking`] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
    ...(unasked > 0 ? [`${formatCount(unasked)} not run`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The first twelve characters: enough to tell previews apart, short enough to read out. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** Where a finding points to: `shop.yaml:26`. */
export function placeOf(preview: Preview, { line }: { readonly line?: number }): string {
  return line === undefined ? '' : `${preview.plan.file}:${line}`;
}
