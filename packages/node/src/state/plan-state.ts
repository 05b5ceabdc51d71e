import { type CheckpointStore, defined, type Random } from '@waybill/core';
import { PlanClosedError } from '../plan-closed-error.ts';
import { describeOldPlace, type LocatedPlan, locateState } from './default-state-path.ts';
import { hasState, openStore, resolveLocation } from './open-store.ts';

export interface PlanStateOptions {
  /** Where the state is, as a user would write it, or an open store; next to the plan unless given. */
  readonly state?: string | CheckpointStore;
  readonly cwd: string;
  readonly random: Random;
  readonly onWarning: (message: string) => void;
}

/**
 * A plan's state: where it is, whether there is one, and its store once that is needed. Looking creates nothing. Disposing
 * closes what was opened here; a store that was given stays open.
 */
export class PlanState implements AsyncDisposable {
  readonly #plan: LocatedPlan;
  readonly #options: PlanStateOptions;
  #located: ReturnType<typeof locateState> | undefined;
  #store: Promise<CheckpointStore> | undefined;
  #isWarned = false;
  #isClosed = false;

  constructor(plan: LocatedPlan, options: PlanStateOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  /** As a user would write it. */
  async shownLocation(): Promise<string> {
    const { state } = this.#options;
    if (state !== undefined) return typeof state === 'string' ? state : state.location;
    return (await this.#locate()).path;
  }

  /** From any directory. */
  async location(): Promise<string> {
    return resolveLocation(this.#options.cwd, await this.shownLocation());
  }

  async exists(): Promise<boolean> {
    const isOpen = typeof this.#options.state === 'object' || this.#store !== undefined;
    return isOpen || (await this.existsOutside());
  }

  /** Whether there is a state at the location; a store that was given says nothing of where it comes from. */
  async existsOutside(): Promise<boolean> {
    return typeof this.#options.state !== 'object' && (await hasState(await this.location()));
  }

  /** The store, if there is a state. */
  async existing(): Promise<CheckpointStore | undefined> {
    return (await this.exists()) ? await this.open() : undefined;
  }

  /** The store. A state that is not there yet is created, with the id that is given. */
  async open(stateId?: string): Promise<CheckpointStore> {
    if (this.#isClosed) throw new PlanClosedError(this.#plan.name);
    const { state } = this.#options;
    if (typeof state === 'object') return state;
    this.#store ??= this.#openStore(stateId).catch((error: unknown) => {
      // The next use may find it repaired.
      this.#store = undefined;
      throw error;
    });
    return await this.#store;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const store = await this.#store?.catch(() => undefined);
    await store?.[Symbol.asyncDispose]();
  }

  async #openStore(stateId: string | undefined): Promise<CheckpointStore> {
    await this.#warnOfOldPlace();
    const { random } = this.#options;
    return await openStore(await this.location(), { plan: this.#plan.name, random, ...defined({ stateId }) });
  }

  async #warnOfOldPlace(): Promise<void> {
    if (this.#options.state !== undefined || this.#isWarned) return;
    const { path, isInOldPlace } = await this.#locate();
    if (isInOldPlace) this.#options.onWarning(describeOldPlace(this.#plan, path));
    this.#isWarned = true;
  }

  /** Found once: what is opened is what was shown. */
  #locate(): ReturnType<typeof locateState> {
    this.#located ??= locateState(this.#plan, this.#options.cwd);
    return this.#located;
  }
}
