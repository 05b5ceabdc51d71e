import type { KeyObject } from 'node:crypto';
import type { Clock, Random } from '../clock.ts';
import { takeRequests } from '../decisions/take-requests.ts';
import { assertInvariant, describeThrown, InvariantError } from '../errors.ts';
import type { EmitEvent, RunEventBody } from '../events/event.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { needsApproval, type StepWith, usesTurn, waitsOutside } from '../graph/steps/step-traits.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { RecordBody, RunOutcome } from '../journal/record.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import { describeSelection, type Selection } from '../progress/selection.ts';
import { type ProgressCounts, UnitStates } from '../progress/unit-states.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { LedgerChange } from '../scheduler/ledger.ts';
import type { PolicySet } from '../scheduler/policies/policy-set.ts';
import { type Consequence, Scheduler } from '../scheduler/scheduler.ts';
import { startPriority } from '../scheduler/start-priority.ts';
import { recordVerdict } from '../steps/await/record-verdict.ts';
import { RemoteWaits, type RemoteWaitsOptions } from '../steps/await/remote-waits.ts';
import { type ReferenceScope, resolveArguments } from '../steps/resolve-arguments.ts';
import { runStep } from '../steps/run-step.ts';
import { ClaimedIds, type StepContext, type StepEnding, Tries } from '../steps/step-context.ts';
import { possibleTaskIds, taskIdsOfStep } from '../steps/task-ids.ts';
import { unitMark } from '../steps/tokens.ts';
import type { JsonObject } from '../value/value.ts';
import { describeSuspension } from './describe-suspension.ts';
import type { ReadGauges } from './gauges.ts';
import { readGauges, type Sleep } from './read-gauges.ts';
import { buildUnitReports, type RunResult, type UnitReport } from './run-result.ts';
import { sleepOrStop } from './sleep-or-stop.ts';
import { isStoppedByCaller, RunStop, stopOf, stopReasonOf } from './stop-reason.ts';

/** How often messages of other processes (approvals) are looked for. */
const INBOX_INTERVAL_MS = 1_000;
/** Of units that a run which is stopped leaves to the next one. */
const UNFINISHED: ReadonlySet<string> = new Set(['pending', 'started', 'active']);

export interface RunParts {
  readonly id: string;
  readonly graph: Graph;
  readonly providers: ReadonlyMap<string, RunProvider>;
  readonly lease: Lease;
  /** Durable when resolved. */
  readonly record: (body: RecordBody) => Promise<void>;
  readonly fold: CheckpointFold;
  readonly scope: ReferenceScope;
  readonly digestKey: KeyObject;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
  /** Aborted by the caller or by the run itself: nothing new starts, what is under way ends. */
  readonly stopping: AbortController;
  readonly retryFailed: boolean;
  /** Who started the run, `user@host`. */
  readonly startedBy: string;
  /** See `foreignBeforeMs`. */
  readonly foreignBeforeMs: number;
  readonly policies: PolicySet;
  /** The units that this run works on. */
  readonly selection: Selection;
}

/**
 * One run over a graph. `execute` starts what is ready, waits for something to end, and goes on until nothing moves any
 * more. All control flow of a run is here; what one step does is in `call-step`, `check-step` and `poller`.
 */
export class Run {
  readonly #parts: RunParts;
  readonly #scheduler: Scheduler;
  /** The numbers that are shown: what the journal says, and not what this run has in hand. */
  readonly #states: UnitStates;
  readonly #claims = new ClaimedIds();
  readonly #waits: RemoteWaits;
  readonly #tries = new Map<string, Tries>();
  readonly #reachedGates: StepWith<'needsApproval'>[] = [];
  readonly #suspended = new Map<string, ProviderError>();
  readonly #sleeping = new Map<string, Sleep>();
  /** Aliases whose connection is down while steps could start. */
  readonly #heldBack = new Set<string>();
  #activeCount = 0;
  /** When the run is woken because a policy lets something start. */
  #wakesAtMs = Number.POSITIVE_INFINITY;
  #fatal: Error | undefined;
  #notify: () => void = () => {};

  constructor(parts: RunParts) {
    this.#parts = parts;
    const { graph, providers, policies } = parts;
    this.#scheduler = new Scheduler({ graph, providers, policies, isSelected: parts.selection.includes });
    this.#states = new UnitStates(parts.graph, parts.fold.checkpoint());
    this.#waits = new RemoteWaits({
      clock: parts.clock,
      stopping: parts.stopping.signal,
      emit: parts.emit,
      onEnded: (step, verdict) => this.#onWaitEnded(step, verdict),
      onBroken: (error) => this.#onFatal(error),
      onPollError: (alias, scope, error) => this.#onPollError(alias, scope, error),
    });
    this.#scheduler.takePlaces(parts.fold.checkpoint());
  }

  /** A reader of the gauges, for views. It holds the run, and nothing is counted for it while it is not used. */
  get gauges(): ReadGauges {
    return () =>
      readGauges({
        providers: this.#parts.providers,
        queue: this.#scheduler.queue,
        ledger: this.#scheduler.ledger,
        states: this.#states,
        sleeping: this.#sleeping.values(),
        suspended: [...this.#suspended].map(([provider, error]) =>
          describeSuspension(provider, error, this.#parts.redactor),
        ),
        stopping: stopOf(this.#parts.stopping.signal)?.message,
        selection: describeSelection(this.#parts.selection),
      });
  }

  /** The run has written its last record. */
  ended(): void {
    this.#states.end(this.#parts.fold.checkpoint());
  }

  /** How far the run is, by its journal. */
  get counts(): ProgressCounts {
    return this.#states.counts;
  }

  async execute(): Promise<RunResult> {
    const { stopping } = this.#parts;
    const inbox = new AbortController();
    const onStop = (): void => this.#notify();
    stopping.signal.addEventListener('abort', onStop);
    let inboxLoop: Promise<void> | undefined;
    try {
      if (this.#parts.retryFailed) await this.#retryFailedSteps();
      this.#restore();
      // A wish to stop that is older than this run was meant for another one.
      await this.#takeRequests({ mayCancel: false });
      inboxLoop = this.#watchInbox(AbortSignal.any([inbox.signal, stopping.signal]));
      await this.#workUntilStill();
    } catch (error) {
      this.#onFatal(error);
    }
    // Also after an error: calls under way end before the state is given up.
    if (this.#fatal !== undefined) stopping.abort(new RunStop('error', 'the run cannot continue'));
    await this.#drain();
    stopping.signal.removeEventListener('abort', onStop);
    inbox.abort();
    await inboxLoop;
    if (this.#fatal !== undefined) throw this.#fatal;
    return this.#result();
  }

  async #workUntilStill(): Promise<void> {
    while (this.#fatal === undefined) {
      const changed = new Promise<void>((resolve) => {
        this.#notify = resolve;
      });
      this.#startReady();
      if (this.#activeCount === 0 || this.#parts.stopping.signal.aborted) return;
      await changed;
    }
  }

  /** Recorded before anything else, so that whoever reads the journal sees that the failed units are worked on again. */
  async #retryFailedSteps(): Promise<void> {
    const { graph, fold, id, selection, startedBy } = this.#parts;
    const failed = graph.steps.filter(
      ({ address, unit }) => fold.step(address)?.status === 'failed' && selection.includes(unit),
    );
    const retried = { kind: 'step.retried', by: startedBy, reason: 'all failed units are retried', run: id } as const;
    await Promise.all(failed.map(({ address }) => this.#record({ ...retried, step: address })));
  }

  /** Takes over the checkpoint: what is done, which remote tasks are open, which ids are known. */
  #restore(): void {
    const checkpoint = this.#parts.fold.checkpoint();
    for (const [address, { outputs }] of checkpoint.steps) this.#claims.add(this.#taskIdsOf(address, outputs));
    this.#claims.add([...checkpoint.replacedIds]);
    // The tasks of retried units hold a place again.
    this.#apply(this.#scheduler.restore(checkpoint, { retryFailed: false }));
  }

  #taskIdsOf(address: string, outputs: JsonObject): readonly string[] {
    const step = this.#parts.graph.stepsByAddress.get(address);
    if (step === undefined) return possibleTaskIds(outputs);
    return taskIdsOfStep(step, this.#providerOf(step.provider).provider, outputs);
  }

  #startReady(): void {
    this.#announceGates();
    if (this.#parts.stopping.signal.aborted) return;
    for (const alias of this.#parts.providers.keys()) {
      const { gate } = this.#providerOf(alias).channel;
      while (!this.#suspended.has(alias) && gate.heldForMs === 0) {
        const step = this.#scheduler.take(alias, this.#parts.clock.now());
        if (step === undefined) break;
        this.#workOn(step, alias);
        // One probe is enough while the connection is down; a second one would be held back.
        if (gate.outage !== undefined) break;
      }
      if (gate.heldForMs > 0) this.#startWhenProbeIsDue(alias, gate.heldForMs);
    }
    this.#wakeWhenHoldsEnd(this.#scheduler.holdsEndAtMs);
  }

  /** Counted: the run must not end before a policy lets something start that it will let start. */
  #wakeWhenHoldsEnd(atMs: number): void {
    if (atMs >= this.#wakesAtMs) return;
    this.#wakesAtMs = atMs;
    this.#activeCount += 1;
    sleepOrStop(this.#parts.clock, atMs - this.#parts.clock.now(), this.#parts.stopping.signal)
      .finally(() => {
        if (this.#wakesAtMs === atMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
        this.#scheduler.wake(this.#parts.clock.now());
        this.#leave();
      })
      .catch((error: unknown) => this.#onFatal(error));
  }

  /** Counted while steps wait for the connection: the run must not end before one of them has probed it. */
  #startWhenProbeIsDue(alias: string, delayMs: number): void {
    if (this.#heldBack.has(alias) || this.#suspended.has(alias) || this.#scheduler.queue.waiting(alias).ready === 0)
      return;
    this.#heldBack.add(alias);
    this.#activeCount += 1;
    sleepOrStop(this.#parts.clock, delayMs, this.#parts.stopping.signal)
      .finally(() => {
        this.#heldBack.delete(alias);
        this.#leave();
      })
      .catch((error: unknown) => this.#onFatal(error));
  }

  /** A gate that was approved before anybody had to be told is not announced. */
  #announceGates(): void {
    for (const gate of this.#reachedGates.splice(0)) {
      if (this.#scheduler.ledger.status(gate.address) !== 'gated') continue;
      this.#emit({ kind: 'gate.waiting', step: gate.address, unit: gate.unit, instruction: gate.instruction });
    }
  }

  /** Works on a call or a check until it ends one way or another. Counted, so that the run knows when nothing moves. */
  #workOn(step: Step, alias: string): void {
    assertInvariant(usesTurn(step), 'waits and gates are not worked on');
    this.#activeCount += 1;
    this.#runStep(step)
      .then((ending) => this.#onEnding(step, ending))
      .catch((error: unknown) => this.#onFatal(error))
      .finally(() => {
        this.#scheduler.workEnded(alias);
        this.#leave();
      })
      .catch((error: unknown) => this.#onFatal(error));
  }

  async #runStep(step: StepWith<'usesTurn'>): Promise<StepEnding> {
    return await runStep(step, this.#contextOf(step));
  }

  #onEnding(step: Step, ending: StepEnding): void {
    switch (ending.kind) {
      case 'succeeded':
        this.#succeed(step, ending.detail);
        return;
      case 'failed':
        this.#fail(step, ending);
        return;
      case 'unknown':
        this.#emit({
          kind: 'step.unknown',
          step: step.address,
          unit: step.unit,
          code: ending.code,
          message: ending.message,
          needsPerson: true,
        });
        this.#follow(this.#scheduler.unknown(step, this.#parts.clock.now()));
        return;
      case 'again':
        this.#sleepThenReady(step, ending);
        return;
      case 'suspended':
        this.#scheduler.ledger.mark(step, 'ready');
        this.#suspend(step.provider, ending.error);
        return;
      case 'stopped':
        this.#scheduler.ledger.mark(step, 'ready');
    }
  }

  #succeed(step: Step, detail: string | undefined): void {
    this.#tries.delete(step.address);
    this.#emit({
      kind: 'step.succeeded',
      step: step.address,
      unit: step.unit,
      ...(detail === undefined ? {} : { detail }),
    });
    this.#follow(this.#scheduler.succeeded(step, this.#parts.clock.now()));
  }

  #fail(step: Step, failure: Extract<StepEnding, { kind: 'failed' }>): void {
    const { code, message, hint } = failure;
    this.#emit({
      kind: 'step.failed',
      step: step.address,
      unit: step.unit,
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
    });
    const mayRun = failure.isStillRunning === true || hasOpenTask(this.#unitOf(step), this.#parts.fold.checkpoint());
    this.#follow(this.#scheduler.failed(step, mayRun, this.#parts.clock.now()));
  }

  #follow({ change, stop }: Consequence): void {
    this.#apply(change);
    if (stop !== undefined) this.#stop(stop);
  }

  #sleepThenReady(step: Step, again: Extract<StepEnding, { kind: 'again' }>): void {
    const attempt = this.#parts.fold.step(step.address)?.attempt ?? 1;
    const { delayMs, reason } = again;
    this.#scheduler.ledger.mark(step, 'sleeping');
    this.#sleeping.set(step.address, { reason, untilMs: this.#parts.clock.now() + delayMs });
    this.#emit({ kind: 'step.retrying', step: step.address, unit: step.unit, attempt, delayMs, reason });
    this.#activeCount += 1;
    sleepOrStop(this.#parts.clock, delayMs, this.#parts.stopping.signal)
      .then(() => {
        this.#sleeping.delete(step.address);
        this.#scheduler.ledger.mark(step, 'ready');
        this.#enqueue(step);
      })
      .catch((error: unknown) => this.#onFatal(error))
      .finally(() => this.#leave())
      .catch((error: unknown) => this.#onFatal(error));
  }

  #suspend(alias: string, error: ProviderError): void {
    if (this.#suspended.has(alias)) return;
    this.#suspended.set(alias, error);
    this.#activeCount -= this.#waits.letGo(alias);
    this.#notify();
    this.#emit({ kind: 'provider.suspended', ...describeSuspension(alias, error, this.#parts.redactor) });
  }

  /** What became ready, ended or is out of reach goes where it belongs. */
  #apply(change: LedgerChange): void {
    for (const step of this.#scheduler.admitted(change)) this.#admit(step);
    for (const unit of change.succeededUnits) this.#emit({ kind: 'unit.succeeded', unit });
    for (const unit of change.failedUnits) this.#emit({ kind: 'unit.failed', unit });
    for (const { unit, because } of change.skippedUnits) this.#emit({ kind: 'unit.skipped', unit, because });
    this.#notify();
  }

  #admit(step: Step): void {
    if (usesTurn(step)) this.#enqueue(step);
    else if (waitsOutside(step)) this.#startWaiting(step);
    else {
      this.#scheduler.ledger.mark(step, 'gated');
      this.#reachedGates.push(step);
    }
  }

  #enqueue(step: Step): void {
    this.#scheduler.enqueue(step, this.#parts.fold.step(step.address) !== undefined);
  }

  #priorityOf(step: Step): number {
    return startPriority(step, this.#parts.fold.step(step.address) !== undefined);
  }

  #startWaiting(step: StepWith<'waitsOutside'>): void {
    if (this.#parts.stopping.signal.aborted || this.#suspended.has(step.provider)) return;
    const args = resolveArguments(step.arguments, this.#unitOf(step), this.#parts.scope);
    this.#scheduler.ledger.mark(step, 'waiting');
    this.#activeCount += 1;
    const { timeoutMs } = this.#unitOf(step).unit.migration;
    const earlierMs = this.#readySinceMs(step);
    this.#waits.start(step, args, { provider: this.#providerOf(step.provider), timeoutMs, earlierMs });
  }

  /** How long ago the last of the steps that it needs was done, in this run or an earlier one. A retry begins anew. */
  #readySinceMs(step: StepWith<'waitsOutside'>): number {
    if (this.#parts.fold.step(step.address) !== undefined) return 0;
    const now = this.#parts.clock.now();
    const readyAtMs = Math.max(...step.needs.map((need) => this.#parts.fold.step(need)?.at ?? now));
    return step.needs.length === 0 ? 0 : Math.max(0, now - readyAtMs);
  }

  #onWaitEnded(step: StepWith<'waitsOutside'>, verdict: Parameters<RemoteWaitsOptions['onEnded']>[1]): void {
    const { redactor } = this.#parts;
    const args = resolveArguments(step.arguments, this.#unitOf(step), this.#parts.scope);
    const record = (body: RecordBody): Promise<void> => this.#record(body);
    const poll = this.#providerOf(step.provider).provider.polls[step.poll] ?? {};
    recordVerdict(step, verdict, { arguments: args, record, redactor, claims: this.#claims, poll })
      .then((ending) => this.#onEnding(step, ending))
      .catch((error: unknown) => this.#onFatal(error))
      .finally(() => this.#leave())
      .catch((error: unknown) => this.#onFatal(error));
  }

  /** The tasks live on: a failed poll is no failed task. Only a connection that cannot be used ends the polling. */
  #onPollError(alias: string, scope: string, error: unknown): void {
    if (!(error instanceof ProviderError)) {
      this.#onFatal(error);
      return;
    }
    if (error.suspends) this.#suspend(alias, error);
    else this.#emit({ kind: 'poll.failed', provider: alias, scope, message: error.message });
  }

  async #watchInbox(until: AbortSignal): Promise<void> {
    try {
      while (!until.aborted) {
        await sleepOrStop(this.#parts.clock, INBOX_INTERVAL_MS, until);
        if (!until.aborted) await this.#takeRequests({ mayCancel: true });
      }
    } catch (error) {
      this.#onFatal(error);
    }
  }

  /** Counted as work: a run must not end between the journaling of an approval and what follows from it. */
  async #takeRequests({ mayCancel }: { readonly mayCancel: boolean }): Promise<void> {
    this.#activeCount += 1;
    try {
      const { approvals, cancelledBy } = await takeRequests(
        this.#parts.lease,
        (body) => this.#record(body),
        (address) => this.#gateAt(address),
      );
      for (const { step, by } of approvals) {
        this.#emit({ kind: 'gate.approved', step: step.address, unit: step.unit, by });
        this.#succeed(step, `approved by ${by}`);
      }
      if (cancelledBy !== undefined && mayCancel) this.#cancel(cancelledBy);
    } finally {
      this.#leave();
    }
  }

  #cancel(by: string): void {
    const stop = new RunStop('cancelled', `cancelled by ${by}`);
    this.#parts.stopping.abort(stop);
    this.#emit({ kind: 'run.stopping', reason: stop.message });
  }

  #gateAt(address: string): Step | undefined {
    const step = this.#parts.graph.stepsByAddress.get(address);
    return step !== undefined && needsApproval(step) && this.#scheduler.ledger.status(address) === 'gated'
      ? step
      : undefined;
  }

  #stop(reason: string): void {
    if (this.#parts.stopping.signal.aborted) return;
    this.#parts.stopping.abort(new RunStop('failures', reason));
    this.#emit({ kind: 'run.stopping', reason });
  }

  /** Something that kept the run going has ended. */
  #leave(): void {
    this.#activeCount -= 1;
    this.#notify();
  }

  #onFatal(error: unknown): void {
    this.#fatal ??= asError(error);
    this.#notify();
  }

  /** Waits for calls under way: their answers are worth having. Waits for remote tasks are let go; they live on. */
  async #drain(): Promise<void> {
    while (this.#scheduler.queue.isAnybodyWorking) {
      await new Promise<void>((resolve) => {
        this.#notify = resolve;
      });
    }
  }

  #result(): RunResult {
    const { id, graph, fold } = this.#parts;
    this.#states.end(fold.checkpoint());
    const units = buildUnitReports({ graph, states: this.#states, ledger: this.#scheduler.ledger, fold });
    const outcome = this.#outcome(units.filter(({ address }) => this.#parts.selection.includes(address)));
    const stopping = this.#parts.stopping.signal;
    const stopReason = stopReasonOf({ outcome, stopping, suspended: this.#suspended });
    return {
      run: id,
      outcome,
      units,
      counts: this.#states.counts,
      suspended: [...this.#suspended].map(([provider, error]) =>
        describeSuspension(provider, error, this.#parts.redactor),
      ),
      heldPlaces: this.#heldPlaces(),
      ...(stopReason === undefined ? {} : { stopReason }),
    };
  }

  /** Units that failed and whose tasks may run, as far as other units wait for their places. */
  #heldPlaces(): readonly string[] {
    const isFailed = (unit: string): boolean => this.#states.status(unit) === 'failed';
    const held = [...this.#parts.providers.keys()].flatMap((alias) => this.#scheduler.queue.placesWaitedFor(alias));
    return [...new Set(held)].filter(isFailed);
  }

  #outcome(units: readonly UnitReport[]): RunOutcome {
    const statuses = units.map(({ status }) => status);
    // What a person gave up is no failure, and neither is what was skipped because of it: a skip after a failure has one.
    if (statuses.every((status) => status === 'succeeded' || status === 'skipped')) return 'succeeded';
    const isUnfinished = units.some((unit) => UNFINISHED.has(unit.status) || this.#isStillToBeSettled(unit));
    if (isStoppedByCaller(this.#parts.stopping.signal) && isUnfinished) return 'stopped';
    const isBroken = statuses.some((status) => status === 'failed' || status === 'unknown') || this.#suspended.size > 0;
    if (isBroken) return 'failed';
    return statuses.includes('gated') ? 'gated' : 'stopped';
  }

  /** The run ended before it could ask what became of the unit's call; the next one does. */
  #isStillToBeSettled({ status, step }: UnitReport): boolean {
    return status === 'unknown' && step !== undefined && this.#scheduler.ledger.status(step) !== 'unknown';
  }

  #contextOf(step: Step): StepContext {
    const { parts, unit } = { parts: this.#parts, unit: this.#unitOf(step) };
    const { provider, channel, polling } = this.#providerOf(step.provider);
    const tries = this.#tries.get(step.address) ?? new Tries(parts.clock.monotonicMs());
    this.#tries.set(step.address, tries);
    return {
      unit,
      provider,
      channel,
      polling,
      priority: this.#priorityOf(step),
      clock: parts.clock,
      random: parts.random,
      redactor: parts.redactor,
      digestKey: parts.digestKey,
      tokenScope: { stateId: parts.scope.stateId, unit: unit.address, generation: parts.fold.generation(unit.address) },
      unitMark: unitMark(parts.scope.plan, unit.address),
      foreignBeforeMs: parts.foreignBeforeMs,
      stopping: parts.stopping.signal,
      emit: parts.emit,
      state: (address) => parts.fold.step(address),
      record: (body) => this.#record(body),
      resolve: (value) => resolveArguments(value, unit, parts.scope),
      tries,
      hasOtherTask: () =>
        this.#scheduler.queue.hasTask(step.provider, (address) => address !== step.unit && this.#isWatched(address)),
      claims: this.#claims,
    };
  }

  /**
   * Whether the call that opens a unit's remote task was accepted, and the end of the task will be seen: that of a failed
   * unit has its place until an operator acts.
   */
  #isWatched(address: string): boolean {
    const opens = this.#parts.graph.unitsByAddress.get(address)?.activity?.opens;
    if (this.#states.status(address) === 'failed') return false;
    return opens !== undefined && this.#parts.fold.step(`${address}.${opens}`)?.status === 'succeeded';
  }

  async #record(body: RecordBody): Promise<void> {
    await this.#parts.record(body);
    if (!('step' in body)) return;
    const step = this.#parts.graph.stepsByAddress.get(body.step);
    if (step !== undefined) this.#states.update(step.unit, this.#parts.fold.checkpoint());
  }

  #emit(event: RunEventBody): void {
    this.#parts.emit(event);
  }

  #providerOf(alias: string): RunProvider {
    const provider = this.#parts.providers.get(alias);
    assertInvariant(provider !== undefined, `every step has a connected provider: ${alias}`);
    return provider;
  }

  #unitOf(step: Step): PlannedUnit {
    const unit = this.#parts.graph.unitsByAddress.get(step.unit);
    assertInvariant(unit !== undefined, `a step belongs to a unit: ${step.address}`);
    return unit;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new InvariantError(`something that is no error was thrown: ${describeThrown(thrown)}`);
}
