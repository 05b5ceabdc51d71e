import type { PlannedUnit, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Preview, PreviewUnit } from '../preview/preview.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { describeStep } from '../provider/steps/step-traits.ts';
import type { Standing } from '../standing/standing.ts';
import { allowedOmissions } from '../standing/unit-omissions.ts';
import { defined } from '../value/defined.ts';
import { LateMembers } from '../value/late-members.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { isoTime } from './iso-time.ts';
import type { ReportStep, ReportUnit, ReportWarning } from './report.ts';
import type { StepHistories } from './step-history.ts';
import { verifiedUnit } from './verified-unit.ts';

export interface UnitReportSources {
  /** What was to be done. */
  readonly preview: Preview;
  readonly checkpoint: Checkpoint;
  readonly standing: Standing;
  readonly histories: StepHistories;
}

/** Says what became of units. */
export class UnitReporter {
  readonly #sources: UnitReportSources;
  /** When units were to begin and end, by their addresses. */
  readonly #planned: ReadonlyMap<string, PreviewUnit['simulated']>;
  readonly #omitted: ReturnType<typeof allowedOmissions>;

  constructor(sources: UnitReportSources) {
    this.#sources = sources;
    this.#omitted = allowedOmissions(sources.checkpoint);
    this.#planned = new Map(
      sources.preview.units.flatMap((unit) => ('simulated' in unit ? [[unit.address, unit.simulated]] : [])),
    );
  }

  report(unit: PlannedUnit): ReportUnit {
    return { ...this.head(unit), steps: this.#stepsOf(unit) };
  }

  /** The unit without its steps. */
  head(unit: PlannedUnit): ReportUnit {
    return {
      address: unit.address,
      migration: unit.unit.migration.name,
      state: this.#sources.standing.unit(unit.address),
      ...defined({
        planned: this.#planned.get(unit.address),
        actual: this.#actualOf(unit),
        task: this.#taskOf(unit),
        omitted: this.#omitted.get(unit.address),
        warnings: this.#warningsOf(unit),
        was_held: this.#heldTimeOf(unit),
        verified: verifiedUnit(unit, this.#sources.checkpoint),
      }),
      steps: NO_STEPS,
    };
  }

  /** What makes the members of a unit again. */
  late(): LateMembers<ReportUnit, PlannedUnit> {
    return new LateMembers<ReportUnit, PlannedUnit>({
      address: ({ address }) => address,
      migration: ({ unit }) => unit.migration.name,
      state: ({ address }) => this.#sources.standing.unit(address),
      planned: ({ address }) => this.#planned.get(address),
      actual: (unit) => this.#actualOf(unit),
      task: (unit) => this.#taskOf(unit),
      omitted: ({ address }) => this.#omitted.get(address),
      warnings: (unit) => this.#warningsOf(unit),
      was_held: (unit) => this.#heldTimeOf(unit),
      verified: (unit) => verifiedUnit(unit, this.#sources.checkpoint),
      steps: (unit) => this.#stepsOf(unit),
    });
  }

  #actualOf(unit: PlannedUnit): ReportUnit['actual'] {
    const span = this.#spanOf(unit);
    if (span === undefined) return undefined;
    return { starts_at: isoTime(span.startsAt), ends_at: this.#hasEnded(unit) ? isoTime(span.endsAt) : null };
  }

  /** From the intent that opened it to the end of the step that closes it, or of the unit. */
  #taskOf(unit: PlannedUnit): ReportUnit['task'] {
    const { activity } = unit.shape;
    if (activity === undefined) return undefined;
    const { histories } = this.#sources;
    const opened = histories.get(`${unit.address}.${activity.opens}`);
    if (opened === undefined) return undefined;
    const closed = histories.get(`${unit.address}.${activity.closes}`);
    const isClosed = closed?.attempts.some(({ outcome }) => outcome === 'succeeded') === true;
    const endsAt = isClosed ? closed.lastAt : this.#hasEnded(unit) ? this.#spanOf(unit)?.endsAt : undefined;
    return { starts_at: isoTime(opened.firstAt), ends_at: endsAt === undefined ? null : isoTime(endsAt) };
  }

  #warningsOf({ address, shape }: PlannedUnit): ReportUnit['warnings'] {
    const { warnings } = this.#sources.checkpoint;
    if (warnings.size === 0) return undefined;
    const found = shape.steps.flatMap(({ name }): readonly ReportWarning[] => {
      const step = `${address}.${name}`;
      const warning = warnings.get(step);
      if (warning === undefined) return [];
      const { message, hint, atMs } = warning;
      return [{ step, message, ...defined({ hint }), at: isoTime(atMs) }];
    });
    return found.length === 0 ? undefined : found;
  }

  #heldTimeOf({ address }: PlannedUnit): ReportUnit['was_held'] {
    const held = this.#sources.checkpoint.heldTimes.get(address);
    if (held === undefined) return undefined;
    const { step, sent, ownMs, jobMs, atMs } = held;
    return { step, sent, own_ms: ownMs, job_ms: jobMs, ended_at: isoTime(atMs) };
  }

  #hasEnded({ address }: PlannedUnit): boolean {
    return ENDED.has(this.#sources.standing.unit(address));
  }

  #spanOf({ address, shape }: PlannedUnit): Span | undefined {
    let [startsAt, endsAt] = [Number.POSITIVE_INFINITY, 0];
    for (const { name } of shape.steps) {
      const history = this.#sources.histories.get(`${address}.${name}`);
      if (history === undefined) continue;
      startsAt = Math.min(startsAt, history.firstAt);
      endsAt = Math.max(endsAt, history.lastAt);
    }
    return endsAt === 0 ? undefined : { startsAt, endsAt };
  }

  #stepsOf({ steps }: PlannedUnit): readonly ReportStep[] {
    return steps.map((step) => this.#reportStep(step));
  }

  #reportStep(step: Step): ReportStep {
    const { checkpoint, standing, histories } = this.#sources;
    const { address, name, kind, title } = step;
    const history = histories.get(address);
    const { outputs = {}, job } = checkpoint.steps.get(address) ?? {};
    return {
      address,
      name,
      kind,
      title,
      state: standing.step(address),
      ...defined({ operation: describeStep(step).operation }),
      attempts: history?.attempts ?? [],
      ...defined({
        slices: job && { done: job.doneCount, total: job.sliceCount },
        outputs: nonEmpty(outputs),
        approved: history?.approved,
      }),
    };
  }
}

interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
}

const NO_STEPS: readonly ReportStep[] = [];

const ENDED: ReadonlySet<UnitStatus> = new Set(['succeeded', 'failed', 'skipped']);
