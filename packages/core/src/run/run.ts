import { assertInvariant } from '../errors.ts';
import type { RunEventBody } from '../events/event.ts';
import type { PlannedUnit, Step } from '../graph/graph.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import { describeSelection } from '../progress/selection.ts';
import type { ProgressCounts } from '../progress/unit-counts.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { isOwnWork, needsApproval, type StepWith, usesTurn, waitsOutside } from '../provider/steps/step-traits.ts';
import type { LedgerChange } from '../scheduler/ledger-change.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import { type Consequence, Scheduler } from '../scheduler/scheduler.ts';
import { runStep } from '../steps/run-step.ts';
import type { StepEnding } from '../steps/step-context.ts';
import { defined } from '../value/defined.ts';
import { atOnce, eachSliced, inSlices, type Sliced } from '../value/sliced.ts';
import { endRun } from './end-run.ts';
import type { ReadGauges } from './gauges.ts';
import { HoldLifter } from './hold-lifter.ts';
import { readGauges, type Sleep } from './read-gauges.ts';
import { RuledGates } from './ruled-gates.ts';
import { RunActivity } from './run-activity.ts';
import { RunInbox } from './run-inbox.ts';
import type { RunParts } from './run-parts.ts';
import { RunRecords } from './run-records.ts';
import type { RunResult } from './run-result.ts';
import { RunWakes } from './run-wakes.ts';
import { StepContexts } from './step-contexts.ts';
import { StepWaits } from './step-waits.ts';
import { RunStop, stopOf } from './stop-reason.ts';
import { Suspensions } from './suspensions.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 250;

/**
 * One run over a graph: drives the scheduler with promises. `execute` starts what the scheduler names, waits for something
 * to end, and continues until nothing moves any more. What one step does is in `steps/`.
 */
export class Run {
  readonly #parts: RunParts;
  readonly #scheduler: Scheduler;
  readonly #records: RunRecords;
  readonly #contexts: StepContexts;
  readonly #waits: StepWaits;
  readonly #inbox: RunInbox;
  readonly #ruled: RuledGates;
  readonly #activity = new RunActivity();
  readonly #reachedGates: StepWith<'needsApproval'>[] = [];
  readonly #suspended: Suspensions;
  readonly #sleeping = new Map<string, Sleep>();
  readonly #wakes: RunWakes;
  readonly #holds: HoldLifter;

  private constructor(parts: RunParts) {
    this.#parts = parts;
    const { graph, ledger, providers, policies, orphans } = parts;
    const isSelected = parts.selection.includes;
    this.#scheduler = new Scheduler({
      graph,
      ledger,
      providers,
      policies,
      isSelected,
      orphans,
      recordOf: (address) => parts.fold.step(address),
    });
    this.#records = new RunRecords(parts);
    const shared = { parts, scheduler: this.#scheduler, records: this.#records, activity: this.#activity };
    this.#suspended = new Suspensions(parts.redactor);
    this.#wakes = new RunWakes(shared);
    this.#contexts = new StepContexts(shared);
    this.#waits = new StepWaits({
      ...shared,
      contexts: this.#contexts,
      onEnding: (ready, ending) => this.#onEnding(ready, ending),
      onPollError: (alias, scope, error) => this.#onPollError(alias, scope, error),
    });
    this.#holds = new HoldLifter({
      ...shared,
      contexts: this.#contexts,
      suspended: this.#suspended,
      onEnding: (ready, ending) => this.#onEnding(ready, ending),
    });
    this.#ruled = new RuledGates(parts);
    this.#inbox = new RunInbox({
      ...shared,
      ruled: this.#ruled,
      onApproved: ({ step, by }) => this.#approve(this.#scheduler.ledger.readyStep(step), by),
      onRuled: ({ step, by }) => this.#noteApproval(step, by),
      onOpened: (gate, by) => this.#open(this.#scheduler.ledger.readyStep(gate), by),
      onCancelled: (by) => this.#stop(new RunStop('cancelled', `cancelled by ${by}`)),
    });
  }

  /** Remote tasks of earlier runs hold their places from the beginning: the gauges are not shown without them. */
  static async begin(parts: RunParts): Promise<Run> {
    const run = new Run(parts);
    await run.#inSlices(run.#scheduler.takePlacesSliced(parts.fold.checkpoint()));
    return run;
  }

  /** A reader of the gauges, for views. It holds the run, and nothing is counted for it while it is not used. */
  get gauges(): ReadGauges {
    return () =>
      readGauges({
        providers: this.#parts.providers,
        queue: this.#scheduler.queue,
        ledger: this.#scheduler.ledger,
        states: this.#records.states,
        sleeping: this.#sleeping.values(),
        held: this.#scheduler.held,
        suspended: this.#suspended.described,
        stopping: stopOf(this.#parts.stopping.signal)?.message,
        selection: describeSelection(this.#parts.selection),
      });
  }

  /** The run has written its last record. */
  ended(): void {
    atOnce(this.#records.end());
  }

  /** How far the run is, by its journal. */
  get counts(): ProgressCounts {
    return this.#records.counts;
  }

  async execute(): Promise<RunResult> {
    const { stopping } = this.#parts;
    const over = new AbortController();
    const onStop = (): void => this.#activity.notify();
    stopping.signal.addEventListener('abort', onStop);
    let inboxLoop: Promise<void> | undefined;
    try {
      if (this.#parts.retryFailed) await this.#retryFailed();
      await this.#inSlices(this.#takeOver());
      // A wish to stop that is older than this run was meant for another one.
      await this.#inbox.take({ mayCancel: false });
      inboxLoop = this.#inbox.watch(AbortSignal.any([over.signal, stopping.signal]));
      await this.#workUntilRest();
    } catch (error) {
      this.#activity.fail(error);
    }
    // Also after an error: calls under way end before the state is given up.
    if (this.#activity.fatal !== undefined) stopping.abort(new RunStop('error', 'the run cannot continue'));
    // Waits for remote tasks are let go; they live on.
    while (this.#scheduler.queue.isAnybodyWorking) await this.#activity.changed();
    if (this.#activity.fatal === undefined)
      await this.#holds.liftAll().catch((error: unknown) => this.#activity.fail(error));
    stopping.signal.removeEventListener('abort', onStop);
    over.abort();
    this.#wakes.end();
    await inboxLoop;
    if (this.#activity.fatal !== undefined) throw this.#activity.fatal;
    const sources = { parts: this.#parts, scheduler: this.#scheduler, records: this.#records };
    return await this.#inSlices(endRun(sources, this.#suspended.errors));
  }

  /** A step that had seen the end of its unit's task no longer has: the task may run again, and has its place again. */
  async #retryFailed(): Promise<void> {
    const retried = await this.#records.retryFailed(this.#parts);
    const units = new Set(retried.map((step) => this.#scheduler.unitOf(step)));
    await this.#inSlices(this.#scheduler.takePlacesSliced(this.#parts.fold.checkpoint(), units));
  }

  /** Nothing is started before its end; only waits, whose tasks may be seen to have ended meanwhile. */
  *#takeOver(): Sliced<void> {
    yield* this.#contexts.claimKnownTasks();
    const change = yield* this.#scheduler.restoreSliced(this.#parts.fold.checkpoint(), { retryFailed: false });
    yield* this.#applySliced(change);
  }

  async #inSlices<Result>(work: Sliced<Result>): Promise<Result> {
    const { pause } = this.#parts;
    return pause === undefined ? atOnce(work) : await inSlices(work, pause);
  }

  async #workUntilRest(): Promise<void> {
    while (this.#activity.fatal === undefined) {
      const changed = this.#activity.changed();
      this.#startReady();
      if (this.#activity.isAtRest || this.#parts.stopping.signal.aborted) return;
      await changed;
    }
  }

  #startReady(): void {
    this.#announceGates();
    if (this.#parts.stopping.signal.aborted) return;
    for (const [alias, { channel }] of this.#parts.providers) {
      const { gate } = channel;
      while (!this.#suspended.has(alias) && gate.heldForMs === 0) {
        const ready = this.#scheduler.take(alias, this.#parts.clock.now(), (next) => !this.#suspended.holds(next));
        if (ready === undefined) break;
        this.#workOn(ready);
        // One probe is enough while the connection is down; a second one would be held back.
        if (gate.outage !== undefined) break;
      }
      if (gate.heldForMs > 0 && !this.#suspended.has(alias)) this.#wakes.whenProbeIsDue(alias, gate.heldForMs);
    }
    this.#wakes.whenHoldsEnd(this.#scheduler.holdsEnd);
  }

  /** A gate that was approved before it was announced is not announced. */
  #announceGates(): void {
    for (const gate of this.#reachedGates.splice(0)) {
      if (this.#scheduler.ledger.status(gate.address) !== 'gated') continue;
      this.#emit({ kind: 'gate.waiting', step: gate.address, unit: gate.unit, instruction: gate.instruction });
    }
  }

  /** Works on a step until it ends one way or another. */
  #workOn(ready: ReadyStep): void {
    const { step } = ready;
    assertInvariant(usesTurn(step) || isOwnWork(step), 'waits and gates are not worked on');
    this.#activity.work({
      begin: () => runStep(step, this.#contexts.begin(step, ready.planned)),
      onResult: (ending) => this.#onEnding(ready, ending),
      onEnd: () => this.#scheduler.workEnded(ready),
    });
  }

  #onEnding(ready: ReadyStep, ending: StepEnding): void {
    switch (ending.kind) {
      case 'succeeded':
        this.#succeed(ready, ending);
        return;
      case 'failed':
        this.#fail(ready, ending);
        return;
      case 'unknown': {
        const { code, message } = ending;
        const { address: step, unit } = ready;
        this.#emit({ kind: 'step.unknown', step, unit, code, message, needsPerson: true });
        this.#follow(this.#scheduler.unknown(ready, this.#parts.clock.now()));
        return;
      }
      case 'again':
        this.#sleepThenReady(ready, ending);
        return;
      case 'anew':
        this.#doAnew(ready, ending);
        return;
      case 'suspended':
        this.#scheduler.ledger.mark(ready, 'ready');
        this.#suspend(ending.connection ?? ready.provider, ending.error);
        return;
      case 'held':
        this.#scheduler.ledger.mark(ready, 'ready');
        this.#enqueue(ready);
        return;
      case 'stopped':
        this.#scheduler.ledger.mark(ready, 'ready');
    }
  }

  #succeed(ready: ReadyStep, { detail, hint }: { readonly detail?: string; readonly hint?: string }): void {
    const { address: step, unit } = ready;
    this.#contexts.forget(step);
    this.#emit({ kind: 'step.succeeded', step, unit, ...defined({ detail, hint }) });
    this.#follow(this.#scheduler.succeeded(ready, this.#parts.clock.now()));
    if (this.#suspended.errors.size > 0) this.#liftStuck(ready.planned);
  }

  #approve(ready: ReadyStep, by: string): void {
    this.#emit({ kind: 'gate.approved', step: ready.address, unit: ready.unit, by });
    this.#succeed(ready, { detail: `approved by ${by}` });
  }

  /** Who approved is said; it opens the gate only once enough did. */
  #noteApproval(gate: Step, by: string): void {
    const { counted, needed } = this.#ruled.verdictOf(gate);
    this.#emit({ kind: 'gate.approved', step: gate.address, unit: gate.unit, by, given: counted.length, needed });
  }

  #open(ready: ReadyStep, by: readonly string[]): void {
    this.#succeed(ready, { detail: `approved by ${by.join(' and ')}` });
  }

  #fail(ready: ReadyStep, failure: Extract<StepEnding, { kind: 'failed' }>): void {
    const { code, message, hint } = failure;
    const { address: step, unit, planned } = ready;
    this.#emit({ kind: 'step.failed', step, unit, code, message, ...defined({ hint }) });
    const mayRun = failure.isStillRunning === true || hasOpenTask(planned, this.#parts.fold);
    this.#follow(this.#scheduler.failed(ready, mayRun, this.#parts.clock.now()));
  }

  #follow({ change, stop }: Consequence): void {
    this.#apply(change);
    if (stop !== undefined && !this.#parts.stopping.signal.aborted) this.#stop(new RunStop('failures', stop));
  }

  #sleepThenReady(ready: ReadyStep, { delayMs, reason }: Extract<StepEnding, { kind: 'again' }>): void {
    const { address: step, unit } = ready;
    const attempt = this.#parts.fold.step(step)?.attempt ?? 1;
    this.#scheduler.ledger.mark(ready, 'sleeping');
    this.#sleeping.set(step, { reason, untilMs: this.#parts.clock.now() + delayMs });
    this.#emit({ kind: 'step.retrying', step, unit, attempt, delayMs, reason });
    this.#activity.track(this.#sleep(ready, delayMs));
  }

  /** What the unit holds is let go for a long wait, and then held anew. */
  async #sleep(ready: ReadyStep, delayMs: number): Promise<void> {
    const slept = this.#wakes.sleep(delayMs);
    const again = (await this.#holds.beforeWait(ready, delayMs)?.()) ?? [];
    await slept;
    this.#sleeping.delete(ready.address);
    if (again.length > 0) {
      this.#apply(this.#scheduler.takenBack(ready, again));
      return;
    }
    this.#scheduler.ledger.mark(ready, 'ready');
    this.#enqueue(ready);
  }

  #doAnew(ready: ReadyStep, { steps, reason }: Extract<StepEnding, { kind: 'anew' }>): void {
    const { address: step, unit } = ready;
    const attempt = this.#parts.fold.step(step)?.attempt ?? 1;
    this.#emit({ kind: 'step.retrying', step, unit, attempt, delayMs: 0, reason });
    this.#apply(this.#scheduler.takenBack(ready, steps));
  }

  #suspend(alias: string, error: ProviderError): void {
    const suspended = this.#suspended.add(alias, error);
    if (suspended === undefined) return;
    this.#waits.letGo(alias);
    this.#emit({ kind: 'provider.suspended', ...suspended });
    this.#liftStuck();
  }

  #liftStuck(only?: PlannedUnit): void {
    this.#activity.track(this.#holds.liftStuck(only));
  }

  /** The tasks live on: a failed poll is no failed task. Only a connection that cannot be used ends the polling. */
  #onPollError(alias: string, scope: string, error: unknown): void {
    if (!(error instanceof ProviderError)) this.#activity.fail(error);
    else if (error.suspends) this.#suspend(alias, error);
    else this.#emit({ kind: 'poll.failed', provider: alias, scope, message: error.message });
  }

  /** What became ready, ended or is out of reach goes where it belongs. */
  #apply(change: LedgerChange): void {
    this.#scheduler.admit(change, (step) => this.#admit(step));
    for (const event of unitEvents(change)) this.#emit(event);
    this.#activity.notify();
  }

  /** What `apply` does: a run that begins may have all of the plan to take care of. */
  *#applySliced(change: LedgerChange): Sliced<void> {
    yield* this.#scheduler.admitSliced(change, (step) => this.#admit(step));
    yield* eachSliced(unitEvents(change), UNITS_PER_SLICE, (event) => this.#emit(event));
    this.#activity.notify();
  }

  #admit(ready: ReadyStep): void {
    if (usesTurn(ready) || isOwnWork(ready)) {
      this.#enqueue(ready);
      return;
    }
    const { step } = ready;
    if (waitsOutside(step)) {
      if (!this.#parts.stopping.signal.aborted && !this.#suspended.has(step.provider)) this.#waits.start(step, ready);
    } else if (needsApproval(step)) {
      this.#scheduler.ledger.mark(ready, 'gated');
      this.#ruled.reached(step);
      this.#reachedGates.push(step);
    }
  }

  #enqueue(ready: ReadyStep): void {
    this.#scheduler.enqueue(ready, this.#parts.fold.has(ready.address));
  }

  #stop(stop: RunStop): void {
    this.#parts.stopping.abort(stop);
    this.#emit({ kind: 'run.stopping', reason: stop.message });
  }

  #emit(event: RunEventBody): void {
    this.#parts.emit(event);
  }
}

function* unitEvents({ succeededUnits, failedUnits, skippedUnits }: LedgerChange): Generator<RunEventBody> {
  for (const unit of succeededUnits) yield { kind: 'unit.succeeded', unit };
  for (const unit of failedUnits) yield { kind: 'unit.failed', unit };
  for (const skipped of skippedUnits) yield { kind: 'unit.skipped', ...skipped };
}
