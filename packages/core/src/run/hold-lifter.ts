import type { PlannedUnit, Step } from '../graph/graph.ts';
import { stepsUnder } from '../graph/steps-under.ts';
import { holdOfStep, mayStillHold, type StandingHold } from '../journal/step-hold.ts';
import type { StepState } from '../journal/step-state.ts';
import { notPlainlyDone } from '../journal/step-states.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import type { StepStatus } from '../progress/step-status.ts';
import { holdOf, usesTurn } from '../provider/steps/step-traits.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import { retryDone } from '../steps/retry-done.ts';
import { runStep } from '../steps/run-step.ts';
import type { StepEnding } from '../steps/step-context.ts';
import { sleepOrStop } from './sleep-or-stop.ts';
import type { StepContextSources, StepContexts } from './step-contexts.ts';
import type { Suspensions } from './suspensions.ts';

/** For so long it is tried to lift what units hold, once they cannot continue. Calls under way are waited for all the same. */
const LIFT_WITHIN_MS = 30_000;

/** To keep others waiting for longer than it takes to hold anew is worth nothing. */
const LET_GO_MS = 10_000;

const UNDER_WAY: ReadonlySet<StepStatus> = new Set(['ready', 'running', 'sleeping', 'waiting']);

export interface HoldLifterOptions extends StepContextSources {
  readonly contexts: StepContexts;
  readonly suspended: Suspensions;
  /** A step of a unit that failed has ended. */
  readonly onEnding: (step: ReadyStep, ending: StepEnding) => void;
}

/** A unit, and what it keeps others from. */
interface Holding {
  readonly planned: PlannedUnit;
  readonly holds: NonNullable<StepState['holds']>;
  readonly hold: StandingHold;
}

/**
 * Nobody is kept from anything for the sake of units that cannot continue in this run: what they hold is lifted, as far as its
 * connection works, and taken back in the journal first, so that whoever resumes them holds it anew. Not where an operator is to do
 * something meanwhile, and not once what it is held for may have happened.
 */
export class HoldLifter {
  readonly #options: HoldLifterOptions;
  /** By unit: what is being done. */
  readonly #lifting = new Map<string, Promise<readonly string[]>>();
  /** Units of which the lift was refused in this run: to hold anew after each wait would hold for ever. */
  readonly #refused = new Set<string>();

  constructor(options: HoldLifterOptions) {
    this.#options = options;
  }

  /** The run starts nothing more. */
  async liftAll(): Promise<void> {
    await Promise.all([...this.#holdings()].map((holding) => this.#lift(holding)));
  }

  /** Units of which nothing can start any more because connections are suspended, while others continue. `only`: that unit. */
  async liftStuck(only?: PlannedUnit): Promise<void> {
    const stuck = [...this.#holdings(only)].filter(({ planned }) => this.#isStuck(planned));
    await Promise.all(stuck.map((holding) => this.#lift(holding)));
  }

  /** What lets go before a wait, and gives the addresses of the steps to be done again after it; undefined: nothing is to be. */
  beforeWait(step: ReadyStep, delayMs: number): (() => Promise<readonly string[]>) | undefined {
    if (delayMs < LET_GO_MS || step.step.relies === undefined || this.#refused.has(step.unit)) return undefined;
    const [holding] = this.#holdings(step.planned);
    // What does not end by itself is not lightly held anew: what was written meanwhile is to be copied first.
    const isBrief = holding?.hold.endsAfterMs !== undefined && step.step.repeats?.includes(holding.hold.step) === true;
    return isBrief && this.#isAlone(step, holding.hold) ? () => this.#lift(holding) : undefined;
  }

  /** Nothing else that is worth something only while it holds is being done, or could start meanwhile. */
  #isAlone({ planned, address }: ReadyStep, { step: hold }: StandingHold): boolean {
    const { ledger } = this.#options.scheduler;
    return stepsUnder(planned.steps, hold).every(
      (other) => other.address === address || !UNDER_WAY.has(ledger.status(other.address)),
    );
  }

  /** By the records of a unit, or of all that this run works on. */
  *#holdings(only?: PlannedUnit): Generator<Holding> {
    const { parts, scheduler } = this.#options;
    const { steps, decisions } = parts.fold.checkpoint();
    for (const [address, holds] of only === undefined ? recordedHolds(steps) : holdsOf(only, steps)) {
      const unit = unitOfStep(address);
      const planned = parts.graph.unitsByAddress.get(unit);
      if (planned === undefined || decisions.has(unit) || !parts.selection.includes(unit)) continue;
      const hold = holdOfStep(address, holds, steps);
      if (hold === undefined || !mayStillHold(hold, parts.clock.now())) continue;
      const holding = { planned, holds, hold };
      if (scheduler.ledger.unitStatus(unit) === 'succeeded') continue;
      if (this.#isFailed(planned) || !this.#isKept(holding)) yield holding;
    }
  }

  #isFailed({ address }: PlannedUnit): boolean {
    const statuses = this.#options.scheduler.ledger.stepStatuses(address);
    return statuses.includes('failed') || statuses.includes('unknown');
  }

  /** An operator is asked for something meanwhile, or what it is held for may have happened. */
  #isKept({ planned, holds: { keptOnce, overOnce, sentBy } }: Holding): boolean {
    const { parts, scheduler } = this.#options;
    if (scheduler.ledger.stepStatuses(planned.address).includes('gated')) return true;
    return [keptOnce, overOnce, sentBy].some((name) => {
      const status = name === undefined ? undefined : parts.fold.step(`${planned.address}.${name}`)?.status;
      return status === 'succeeded' || status === 'intended' || status === 'unknown';
    });
  }

  /** Whatever of it could start, or is waited for, is on a connection that is suspended. */
  #isStuck(planned: PlannedUnit): boolean {
    const { ledger } = this.#options.scheduler;
    return planned.steps.every((step) => {
      const ready = ledger.readyStep(step);
      const status = ledger.statusOf(ready);
      if (status === 'running' || status === 'sleeping') return false;
      return (status !== 'ready' && status !== 'waiting') || this.#options.suspended.holds(ready);
    });
  }

  /** Addresses of the steps that are to be done again. */
  #lift(holding: Holding): Promise<readonly string[]> {
    const unit = holding.planned.address;
    const known = this.#lifting.get(unit);
    if (known !== undefined) return known;
    const lifted = this.#liftNow(holding).finally(() => this.#lifting.delete(unit));
    this.#lifting.set(unit, lifted);
    return lifted;
  }

  async #liftNow(holding: Holding): Promise<readonly string[]> {
    const { clock } = this.#options.parts;
    const over = new AbortController();
    const late = new AbortController();
    void sleepOrStop(clock, LIFT_WITHIN_MS, over.signal).then(() => late.abort());
    try {
      if (!this.#isFailed(holding.planned)) return await this.#letGo(holding, late.signal);
      await this.#endFailed(holding, late.signal);
      return [];
    } finally {
      over.abort();
    }
  }

  /** What a unit that failed does whatever has failed, and could not start any more. */
  async #endFailed({ planned, hold }: Holding, signal: AbortSignal): Promise<void> {
    const { scheduler, onEnding, suspended } = this.#options;
    for (const step of planned.steps) {
      const ready = scheduler.ledger.readyStep(step);
      const isDue = step.always && step.needs.includes(hold.step) && scheduler.ledger.statusOf(ready) === 'ready';
      if (!isDue || suspended.holds(ready)) continue;
      scheduler.ledger.mark(ready, 'running');
      onEnding(ready, await this.#work(ready, signal));
    }
  }

  async #letGo({ planned, holds, hold }: Holding, signal: AbortSignal): Promise<readonly string[]> {
    const { contexts, parts, scheduler, suspended } = this.#options;
    const lift = scheduler.ledger.readyStep({ unit: planned.address, name: holds.liftedBy });
    if (suspended.holds(lift)) return [];
    const again = await this.#takeBack(planned, hold);
    // What relies on it, and starts in this run all the same, has it held anew.
    contexts.forgetBegun(hold.step);
    const ending = await this.#work(lift, signal);
    const { address: step, unit } = lift;
    if (ending.kind === 'succeeded') {
      parts.emit({ kind: 'step.succeeded', step, unit, detail: 'the unit cannot continue' });
      // Before that it would take what the unit holds for that of others.
      await this.#retry(planned.steps.filter(({ name }) => name === holds.checkedBy));
    }
    // That it failed is no failure of the unit, and is named as long as it holds.
    if (ending.kind === 'failed') await this.#forgive(step);
    if (ending.kind !== 'succeeded') this.#refused.add(unit);
    return again;
  }

  /** From the last one to what holds itself: with a part of them alone, a later run relies on none. */
  #takeBack({ steps }: PlannedUnit, { step: hold }: StandingHold): Promise<readonly string[]> {
    const held = steps.filter(({ address }) => address === hold);
    return this.#retry([...stepsUnder(steps, hold).toReversed(), ...held]);
  }

  #forgive(step: string): Promise<void> {
    const { parts, records } = this.#options;
    const { id: run, startedBy: by } = parts;
    return records.write({ kind: 'step.retried', step, run, by, reason: 'The unit did not fail.' });
  }

  #retry(steps: readonly Step[]): Promise<readonly string[]> {
    const { parts, records } = this.#options;
    return retryDone(steps, 'What the unit holds is lifted while it cannot continue.', {
      state: (address) => parts.fold.step(address),
      record: (body) => records.write(body),
      ofRun: { run: parts.id, by: parts.startedBy },
    });
  }

  async #work({ step, planned }: ReadyStep, signal: AbortSignal): Promise<StepEnding> {
    const { contexts, parts } = this.#options;
    if (!usesTurn(step)) return { kind: 'stopped' };
    const context = contexts.whileStopping(step, planned, signal);
    for (;;) {
      const ending = await runStep(step, context);
      if (ending.kind !== 'again') return ending;
      await sleepOrStop(parts.clock, ending.delayMs, signal);
      if (signal.aborted) return { kind: 'stopped' };
    }
  }
}

type RecordedHold = readonly [step: string, holds: NonNullable<StepState['holds']>];

function* recordedHolds(steps: ReadonlyMap<string, StepState>): Generator<RecordedHold> {
  for (const [address, { holds }] of notPlainlyDone(steps)) if (holds !== undefined) yield [address, holds];
}

function* holdsOf(unit: PlannedUnit, steps: ReadonlyMap<string, StepState>): Generator<RecordedHold> {
  for (const step of unit.steps) {
    if (holdOf(step) === undefined) continue;
    const { holds } = steps.get(step.address) ?? {};
    if (holds !== undefined) yield [step.address, holds];
  }
}
