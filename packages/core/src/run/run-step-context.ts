import { type LapsedGate, lapsedGates } from '../approvals/lapsed-gates.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Step } from '../graph/graph.ts';
import type { Freshness } from '../limits/shared-reads.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { resolveArguments } from '../steps/resolve-arguments.ts';
import type { StepContext, StepJobs } from '../steps/step-context.ts';
import { type TokenScope, unitMark } from '../steps/tokens.ts';
import type { JsonObject, Value } from '../value/value.ts';
import type { BegunSteps } from './begun-steps.ts';
import type { RunParts } from './run-parts.ts';
import type { RunRecords } from './run-records.ts';
import type { StepTries } from './step-tries.ts';

/** What is of one step. */
export interface OwnContext
  extends Pick<StepContext, 'unit' | 'provider' | 'channel' | 'polling' | 'priority' | 'claims'> {
  readonly step: Step;
  /**
   * Ends its waits.
   *
   * @default the stop of the run
   */
  readonly stopping?: AbortSignal;
  /** When its first try began, by `clock.monotonicMs()`. */
  readonly startedMs: number;
}

/** What all steps of a run have in common. */
export interface SharedContext extends Pick<StepContext, 'channelOf' | 'state' | 'record'> {
  readonly parts: RunParts;
  readonly scheduler: Pick<Scheduler, 'freshnessFor' | 'queue' | 'isHeld' | 'ledger'>;
  readonly records: Pick<RunRecords, 'isWatched'>;
  readonly jobs: StepJobs;
  readonly tries: StepTries;
  readonly begun: BegunSteps;
}

/** What working on one step needs. Each step of a run has one: what few of them ask for is made when they do. */
export class RunStepContext implements StepContext {
  readonly #own: OwnContext;
  readonly #shared: SharedContext;

  constructor(own: OwnContext, shared: SharedContext) {
    this.#own = own;
    this.#shared = shared;
  }

  get unit(): StepContext['unit'] {
    return this.#own.unit;
  }

  get provider(): StepContext['provider'] {
    return this.#own.provider;
  }

  get channel(): StepContext['channel'] {
    return this.#own.channel;
  }

  get channelOf(): StepContext['channelOf'] {
    const { stopping } = this.#own;
    const { channelOf } = this.#shared;
    return stopping === undefined ? channelOf : (alias) => channelOf(alias).until(stopping);
  }

  get polling(): StepContext['polling'] {
    return this.#own.polling;
  }

  get priority(): number {
    return this.#own.priority;
  }

  get freshness(): Freshness {
    return this.#shared.scheduler.freshnessFor(this.#own.step);
  }

  get giveUpAtMs(): number {
    const { startedMs, unit } = this.#own;
    return startedMs + unit.unit.migration.timeoutMs;
  }

  get clock(): StepContext['clock'] {
    return this.#shared.parts.clock;
  }

  get random(): StepContext['random'] {
    return this.#shared.parts.random;
  }

  get redactor(): StepContext['redactor'] {
    return this.#shared.parts.redactor;
  }

  get digestKey(): StepContext['digestKey'] {
    return this.#shared.parts.digestKey;
  }

  get tokenScope(): TokenScope {
    const { unit } = this.#own;
    const { scope, fold } = this.#shared.parts;
    return { stateId: scope.stateId, unit: firstAddressOf(unit), generation: fold.generation(unit.address) };
  }

  /** A digest, which few operations ask for. */
  get unitMark(): string {
    return unitMark(this.#shared.parts.scope.plan, firstAddressOf(this.#own.unit));
  }

  get foreignBeforeMs(): number {
    return this.#shared.parts.foreignBeforeMs;
  }

  get decided(): string | undefined {
    return this.#shared.parts.decisions?.[this.#own.step.address];
  }

  get stopping(): AbortSignal {
    return this.#own.stopping ?? this.#shared.parts.stopping.signal;
  }

  /** What is done although the run is stopping is not. */
  get isHeld(): () => boolean {
    const { step, unit, stopping } = this.#own;
    const { scheduler, parts } = this.#shared;
    return () => stopping === undefined && scheduler.isHeld(step, unit, parts.clock.now());
  }

  get lapsedGates(): () => readonly LapsedGate[] {
    const { step, unit } = this.#own;
    const { scheduler, parts, state } = this.#shared;
    if (parts.approvals === undefined) return noGates;
    return () =>
      lapsedGates(step, unit, {
        nowMs: parts.clock.now(),
        rules: parts.approvals,
        recordOf: state,
        stepStatus: (address) => scheduler.ledger.status(address),
      });
  }

  get emit(): StepContext['emit'] {
    return this.#shared.parts.emit;
  }

  get state(): StepContext['state'] {
    return this.#shared.state;
  }

  get record(): StepContext['record'] {
    return this.#shared.record;
  }

  get resolve(): (value: Value) => JsonObject {
    const { unit } = this.#own;
    const { scope } = this.#shared.parts;
    return (value) => resolveArguments(value, unit, scope);
  }

  get tries(): StepContext['tries'] {
    const { step, startedMs } = this.#own;
    return this.#shared.tries.of(step.address, startedMs);
  }

  get ofRun(): StepContext['ofRun'] {
    const { id, startedBy } = this.#shared.parts;
    return { run: id, by: startedBy };
  }

  get wasBegunLately(): StepContext['wasBegunLately'] {
    const { begun } = this.#shared;
    return (step, forMs) => begun.wasLately(step, forMs);
  }

  get begunLatelyForMs(): StepContext['begunLatelyForMs'] {
    const { begun } = this.#shared;
    return (step, forMs) => begun.leftMs(step, forMs);
  }

  get begunAgoMs(): StepContext['begunAgoMs'] {
    const { begun } = this.#shared;
    return (step) => begun.agoMs(step);
  }

  get renewalsOf(): StepContext['renewalsOf'] {
    const { tries } = this.#shared;
    return (step) => tries.renewalsOf(step);
  }

  get forgetBegun(): StepContext['forgetBegun'] {
    const { begun } = this.#shared;
    return (step) => begun.forget(step);
  }

  get jobs(): StepJobs {
    return this.#shared.jobs;
  }

  get hasOtherTask(): () => boolean {
    const { scheduler, records } = this.#shared;
    const { provider, unit } = this.#own.step;
    return () => scheduler.queue.hasTask(provider, (address) => address !== unit && records.isWatched(address));
  }

  get claims(): StepContext['claims'] {
    return this.#own.claims;
  }
}

/** Most plans have no rules: their calls ask for nothing. */
function noGates(): readonly LapsedGate[] {
  return [];
}
