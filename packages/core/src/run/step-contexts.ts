import { assertInvariant } from '../errors.ts';
import type { PlannedUnit, Step } from '../graph/graph.ts';
import { possibleTaskIds } from '../journal/possible-task-ids.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { startPriority } from '../scheduler/start-priority.ts';
import { ClaimedIds, type StepContext } from '../steps/step-context.ts';
import { taskIdsOfStep, taskScopeOf } from '../steps/task-ids.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import { BegunSteps } from './begun-steps.ts';
import { RunJobs } from './run-jobs.ts';
import type { RunParts } from './run-parts.ts';
import type { RunRecords } from './run-records.ts';
import { type OwnContext, RunStepContext, type SharedContext } from './run-step-context.ts';
import { StepTries } from './step-tries.ts';

/** Some milliseconds of work. */
const STEPS_PER_SLICE = 1_000;

export interface StepContextSources {
  readonly parts: RunParts;
  readonly scheduler: Scheduler;
  readonly records: RunRecords;
}

/** Gives every step of a run what working on it needs, and keeps what its tries have in common. */
export class StepContexts {
  readonly #sources: StepContextSources;
  readonly #tries = new StepTries();
  readonly #begun: BegunSteps;
  /** By where ids are unique. */
  readonly #claims = new Map<string, ClaimedIds>();
  readonly #claimsByAlias = new Map<string, ClaimedIds>();
  /** Of tasks of which nothing says where they are. */
  readonly #claimedEverywhere: string[] = [];

  readonly #shared: SharedContext;

  constructor(sources: StepContextSources) {
    const { parts, scheduler, records } = sources;
    this.#sources = sources;
    this.#begun = new BegunSteps(parts.clock);
    this.#shared = {
      parts,
      scheduler,
      records,
      jobs: new RunJobs(parts, (address) => this.#ofAddress(address)),
      channelOf: (alias) => this.providerOf({ provider: alias }).channel,
      state: (address) => parts.fold.step(address),
      record: (body) => records.write(body),
      tries: this.#tries,
      begun: this.#begun,
    };
  }

  /** Claims the ids of all tasks that the journal knows. */
  *claimKnownTasks(): Sliced<void> {
    const checkpoint = this.#sources.parts.fold.checkpoint();
    yield* eachSliced(checkpoint.steps, STEPS_PER_SLICE, ([address, { outputs }]) => {
      // Ids are among the outputs, and most steps have none: they need not be built.
      if (Object.keys(outputs).length === 0) return;
      const step = this.#sources.parts.graph.stepsByAddress.get(address);
      if (step === undefined) this.#claimedEverywhere.push(...possibleTaskIds(outputs));
      else this.claimsOf(step).add(taskIdsOfStep(step, this.providerOf(step).provider, outputs));
    });
    this.#claimedEverywhere.push(...checkpoint.replacedIds);
    for (const claims of this.#claims.values()) claims.add(this.#claimedEverywhere);
  }

  /** Claims on the tasks where a step is sent. */
  claimsOf(step: Pick<Step, 'provider'>): ClaimedIds {
    const known = this.#claimsByAlias.get(step.provider);
    if (known !== undefined) return known;
    const { provider, channel } = this.providerOf(step);
    const scope = taskScopeOf(provider, channel.session);
    const claims = this.#claims.get(scope) ?? new ClaimedIds(this.#claimedEverywhere);
    this.#claims.set(scope, claims);
    this.#claimsByAlias.set(step.provider, claims);
    return claims;
  }

  /** The step is done: no try follows. */
  forget(step: string): void {
    this.#tries.forget(step);
  }

  /** What a step holds is let go. */
  forgetBegun(step: string): void {
    this.#begun.forget(step);
  }

  providerOf({ provider: alias }: Pick<Step, 'provider'>): RunProvider {
    const provider = this.#sources.parts.providers.get(alias);
    assertInvariant(provider !== undefined, `every step has a connected provider: ${alias}`);
    return provider;
  }

  /** Of a step that is worked on now. */
  begin(step: Step, unit: PlannedUnit): StepContext {
    if (step.isReliedOn === true) this.#begun.note(step.address);
    return this.of(step, unit);
  }

  of(step: Step, unit: PlannedUnit): StepContext {
    return new RunStepContext(this.#own(step, unit), this.#shared);
  }

  /** Of a step that is worked on although the run is stopping, until `stopping`. */
  whileStopping(step: Step, unit: PlannedUnit, stopping: AbortSignal): StepContext {
    const own = this.#own(step, unit);
    return new RunStepContext({ ...own, stopping, channel: own.channel.until(stopping) }, this.#shared);
  }

  #own(step: Step, unit: PlannedUnit): OwnContext {
    const { parts } = this.#sources;
    const { provider, channel, polling } = this.providerOf(step);
    return {
      step,
      unit,
      provider,
      channel,
      polling,
      priority: startPriority(step, parts.fold.has(step.address)),
      startedMs: this.#tries.startedMs(step.address) ?? parts.clock.monotonicMs(),
      claims: this.claimsOf(step),
    };
  }

  #ofAddress(address: string): StepContext {
    const step = this.#sources.parts.graph.stepsByAddress.get(address);
    assertInvariant(step !== undefined, `the graph knows every step: ${address}`);
    return this.of(step, this.#sources.scheduler.unitOf(step));
  }
}
