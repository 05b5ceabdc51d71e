import {
  type Checkpoint,
  type CheckpointStore,
  defined,
  EMPTY_CHECKPOINT,
  type Owner,
  type Transport,
} from '@waybill/core';
import { derivedName, NO_RENAMES, type SweepOptions } from '@waybill/core/internal';
import type { CompiledPlan } from './check-plan.ts';
import { commandRunner } from './command-runner.ts';
import { createHostTransport } from './create-host-transport.ts';
import { derivedLocation } from './derive/derived-state.ts';
import { drawStateId } from './make-preview.ts';
import { PlanClosedError } from './plan-closed-error.ts';
import type { AskOptions, OpenPlanOptions } from './plan-handle.ts';
import { createMemoryState } from './state/create-memory-state.ts';
import { PlanState } from './state/plan-state.ts';
import type { StatusReader } from './state/plan-status.ts';
import { readJournaledState } from './state/read-journaled-state.ts';
import { StateMissingError } from './state/state-missing-error.ts';
import { type PlanSurroundings, surroundingsOf } from './surroundings.ts';

/** A plan with what its functions reach out to: state, transport and surroundings, each opened when it is first needed. */
export class PlanAccess implements AsyncDisposable {
  readonly compiled: CompiledPlan;
  readonly surroundings: PlanSurroundings;
  readonly state: PlanState;
  readonly #options: OpenPlanOptions;
  readonly #givenTransport: Transport | undefined;
  #ownTransport: (Transport & AsyncDisposable) | undefined;
  #drawnStateId: string | undefined;
  readonly #closing = new AbortController();
  readonly #memoryStates = new Map<string, CheckpointStore>();

  constructor(compiled: CompiledPlan, options: OpenPlanOptions) {
    this.compiled = compiled;
    this.#options = options;
    this.surroundings = surroundingsOf(options);
    this.#givenTransport = options.transport;
    const { cwd, random, onWarning } = this.surroundings;
    this.state = new PlanState(compiled.plan, { cwd, random, onWarning, ...defined({ state: options.state }) });
  }

  /** Aborted when the plan is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Who decides and approves where nobody else is named. */
  get operator(): string {
    const { user, host }: Owner = this.surroundings.owner;
    return `${user}@${host}`;
  }

  /** Drawn once, so that the previews of a plan without a state are the same. */
  get newStateId(): string {
    this.#drawnStateId ??= drawStateId(this.surroundings.random);
    return this.#drawnStateId;
  }

  /**
   * How a plan that is derived from this one is opened: on the same machine, with a state of its own beside that of this one.
   * Where this one is a store that was given, the other is gone with this process.
   */
  async derivedOptions(verb: string): Promise<OpenPlanOptions> {
    const { state, derivedState } = this.#options;
    const own =
      derivedState?.(verb) ?? (typeof state === 'object' ? this.#memoryState(verb) : await this.#beside(verb));
    return { ...this.#options, state: own, transport: this.transport() };
  }

  /** What is recorded of a plan that is derived from this one, under the addresses that its units had then. Takes no lock. */
  async derivedCheckpoint(verb: string): Promise<Checkpoint> {
    const { state } = await this.derivedOptions(verb);
    const { cwd, random, onWarning } = this.surroundings;
    const plan = { ...this.compiled.plan, name: derivedName(this.compiled.plan.name, verb) };
    await using own = new PlanState(plan, { cwd, random, onWarning, ...defined({ state }) });
    const store = await own.existing();
    if (store === undefined) return EMPTY_CHECKPOINT;
    return (await readJournaledState(store, { renames: NO_RENAMES })).checkpoint;
  }

  async #beside(verb: string): Promise<string> {
    return derivedLocation(await this.state.shownLocation(), verb);
  }

  #memoryState(verb: string): CheckpointStore {
    const known = this.#memoryStates.get(verb);
    if (known !== undefined) return known;
    const made = createMemoryState(derivedName(this.compiled.plan.name, verb), this.surroundings.random);
    this.#memoryStates.set(verb, made);
    return made;
  }

  transport(): Transport {
    if (this.#givenTransport !== undefined) return this.#givenTransport;
    const { env, cwd } = this.surroundings;
    this.#ownTransport ??= createHostTransport({ env, cwd });
    return this.#ownTransport;
  }

  expectOpen(): void {
    if (this.closing.aborted) throw new PlanClosedError(this.compiled.plan.name);
  }

  /** Of a plan without a state nothing was reached that could be decided on, and every task looks like one of another state. */
  async expectState(): Promise<CheckpointStore> {
    this.expectOpen();
    const store = await this.state.existing();
    if (store === undefined) throw new StateMissingError(this.compiled.plan.name, await this.state.shownLocation());
    return store;
  }

  /** The state is created when something is to be written, so that looking at a plan leaves no trace. */
  async openState(): Promise<CheckpointStore> {
    this.expectOpen();
    return await this.state.open(this.newStateId);
  }

  async reader(): Promise<StatusReader> {
    this.expectOpen();
    const { clock, host } = this.surroundings;
    return { compiled: this.compiled, store: await this.state.existing(), host, nowMs: clock.now() };
  }

  /** What asking the vendors about the plan's remote tasks needs. */
  async sweep({ signal = this.closing, allowsSecretCommands }: AskOptions): Promise<SweepOptions> {
    const { clock, random, env, readSecret } = this.surroundings;
    const store = await this.state.existing();
    const machine = { transport: this.transport(), clock, random, env, readSecret, signal };
    const commands = commandRunner(this.surroundings, { allowsSecretCommands, signal });
    return { ...this.compiled, store, ...machine, ...commands };
  }

  /** Ends what is under way. */
  close(): void {
    this.#closing.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.state[Symbol.asyncDispose]();
    await this.#ownTransport?.[Symbol.asyncDispose]();
  }
}
