import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { beginsUnit, isRepeatedOnResume } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';

export interface BlockedGauge {
  readonly need: string;
  readonly units: number;
}

/** What a change of one step set free or ended. */
export interface LedgerChange {
  readonly ready: readonly Step[];
  readonly succeededUnits: readonly string[];
  readonly failedUnits: readonly string[];
  /** Units that cannot run any more, each with the unit that stands in their way. */
  readonly skippedUnits: readonly { readonly unit: string; readonly because: string }[];
}

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 250;

const ENDED: ReadonlySet<StepStatus> = new Set(['succeeded', 'failed', 'unknown', 'skipped']);

/**
 * The state machine of a run: which steps are ready, done, or out of reach. No I/O, no time; the runner reports what
 * happened and is told what follows. Order rests here: a step becomes ready only after its own needs and those of its
 * unit have succeeded.
 */
export class Ledger {
  readonly #graph: Graph;
  readonly #steps = new Map<string, StepStatus>();
  readonly #units = new Map<string, UnitEntry>();
  /** By unit address or `orders[*]`: who waits for it. */
  readonly #waiters = new Map<string, string[]>();
  /** By `orders[*]`: members that have not succeeded yet. */
  readonly #openMembers = new Map<string, number>();
  readonly #counts: Record<StepStatus, number> = noSteps();
  /** By what is needed, `orders[*]` or `orders`: units that wait for it first of all. */
  readonly #blocked = new Map<string, number>();

  private constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** `isCounted`: the units that `blocked` counts. */
  static of(graph: Graph, isCounted?: (unit: string) => boolean): Ledger {
    return atOnce(Ledger.ofSliced(graph, isCounted));
  }

  /** What `of` gives. */
  static *ofSliced(graph: Graph, isCounted: (unit: string) => boolean = () => true): Sliced<Ledger> {
    const ledger = new Ledger(graph);
    const members = countMembers(graph);
    yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => {
      ledger.#addUnit(unit, isCounted(unit.address));
      ledger.#addNeeds(unit, members);
    });
    return ledger;
  }

  #addUnit(unit: PlannedUnit, isCounted: boolean): void {
    this.#units.set(unit.address, {
      openNeeds: unit.needs.length,
      openSteps: unit.steps.length,
      isFailed: false,
      isReported: false,
      isOver: false,
      waitsFor: undefined,
    });
    if (isCounted) this.#waitForNext(unit, this.#entryOf(unit.address));
    for (const step of unit.steps) this.#steps.set(step.address, 'blocked');
    this.#counts.blocked += unit.steps.length;
  }

  #addNeeds(unit: PlannedUnit, members: ReadonlyMap<string, number>): void {
    for (const need of unit.needs) {
      const waiting = this.#waiters.get(need);
      if (waiting === undefined) this.#waiters.set(need, [unit.address]);
      else waiting.push(unit.address);
      if (need.endsWith('[*]')) this.#openMembers.set(need, members.get(need.slice(0, -3)) ?? 0);
    }
  }

  /**
   * Takes over what earlier runs finished and returns what is ready now. A check that passed before any effect of its
   * unit was sent is not taken over: the world may have changed since; unless it passed at `checksSinceMs` or later, in
   * a run that is still going on. Failed steps stay failed unless `retryFailed`.
   */
  restore(checkpoint: Checkpoint, options: RestoreOptions): LedgerChange {
    return atOnce(this.restoreSliced(checkpoint, options));
  }

  /** What `restore` does. Until its end nothing may be marked or ended. */
  *restoreSliced(checkpoint: Checkpoint, options: RestoreOptions): Sliced<LedgerChange> {
    const { units } = this.#graph;
    const change = new ChangeCollector();
    yield* eachSliced(units, UNITS_PER_SLICE, (unit) => this.#restoreUnit(unit, checkpoint, options));
    // Failed units first: the end of another one must not make steps ready that are given up.
    const [failed, others] = [true, false].map((isFailed) =>
      units.filter(({ address }) => this.#entryOf(address).isFailed === isFailed),
    );
    yield* eachSliced([...(failed ?? []), ...(others ?? [])], UNITS_PER_SLICE, (unit) =>
      this.#settleRestored(unit, change),
    );
    yield* eachSliced(units, UNITS_PER_SLICE, (unit) => this.#collectReady(unit, change));
    return change;
  }

  #restoreUnit(
    unit: PlannedUnit,
    { steps, decisions }: Checkpoint,
    { retryFailed, checksSinceMs = Number.POSITIVE_INFINITY }: RestoreOptions,
  ): void {
    const entry = this.#entryOf(unit.address);
    const decision = decisions.get(unit.address)?.decision;
    if (decision !== undefined) {
      for (const step of unit.steps) {
        this.#setEnded(step.address, decision === 'accepted' ? 'succeeded' : 'skipped', entry);
      }
      return;
    }
    const hasBegun = unit.steps.some((step) => beginsUnit(step) && steps.has(step.address));
    for (const step of unit.steps) {
      const { status, at = 0 } = steps.get(step.address) ?? {};
      const isDone = status === 'succeeded' && (!isRepeatedOnResume(step) || hasBegun || at >= checksSinceMs);
      if (isDone) this.#setEnded(step.address, 'succeeded', entry);
      else if (status === 'failed' && !retryFailed) {
        this.#setEnded(step.address, 'failed', entry);
        entry.isFailed = true;
      }
    }
  }

  #settleRestored(unit: PlannedUnit, change: ChangeCollector): void {
    const entry = this.#entryOf(unit.address);
    const isGivenUp = entry.openSteps === 0 && unit.steps.some((step) => this.status(step.address) === 'skipped');
    if (entry.isFailed) this.#failUnit(unit, entry, change);
    else if (isGivenUp) {
      this.#close(unit, entry);
      this.#skipDependents(unit.address, change);
    } else if (entry.openSteps === 0) this.#endUnit(unit, entry, change);
  }

  status(step: string): StepStatus {
    const status = this.#steps.get(step);
    assertInvariant(status !== undefined, `the ledger knows every step: ${step}`);
    return status;
  }

  /** Steps by status. */
  get counts(): Readonly<Record<StepStatus, number>> {
    return { ...this.#counts };
  }

  /** Units that other units keep from starting, each counted once. */
  get blocked(): readonly BlockedGauge[] {
    return [...this.#blocked].map(([need, units]) => ({ need, units })).filter(({ units }) => units > 0);
  }

  unitStatus(address: string): UnitStatus {
    const unit = this.#unitAt(address);
    const statuses = unit.steps.map((step) => this.status(step.address));
    if (statuses.includes('failed')) return 'failed';
    if (statuses.includes('unknown')) return 'unknown';
    if (statuses.every((status) => status === 'succeeded')) return 'succeeded';
    if (statuses.includes('skipped')) return 'skipped';
    if (statuses.includes('gated')) return 'gated';
    return statuses.every((status) => status === 'blocked' || status === 'ready') ? 'pending' : 'active';
  }

  /** A ready step is being worked on, or waits for something outside. */
  mark(step: Step, status: 'ready' | 'running' | 'sleeping' | 'waiting' | 'gated'): void {
    assertInvariant(!ENDED.has(this.status(step.address)), `${step.address} has ended and cannot continue`);
    this.#set(step.address, status);
  }

  #set(step: string, status: StepStatus): void {
    this.#counts[this.status(step)] -= 1;
    this.#counts[status] += 1;
    this.#steps.set(step, status);
  }

  /** The outcome is durable; returns what follows from it. */
  end(step: Step, status: 'succeeded' | 'failed' | 'unknown'): LedgerChange {
    const change = new ChangeCollector();
    this.#end(step, status, change);
    return change;
  }

  #end(step: Step, status: 'succeeded' | 'failed' | 'unknown', change: ChangeCollector): void {
    const unit = this.#unitAt(step.unit);
    const entry = this.#entryOf(step.unit);
    this.#setEnded(step.address, status, entry);
    if (status === 'succeeded') {
      if (entry.openSteps === 0) this.#endUnit(unit, entry, change);
      else this.#collectReady(unit, change);
    } else this.#failUnit(unit, entry, change);
  }

  #setEnded(step: string, status: StepStatus, entry: UnitEntry): void {
    if (!ENDED.has(this.status(step))) entry.openSteps -= 1;
    this.#set(step, status);
  }

  #failUnit(unit: PlannedUnit, entry: UnitEntry, change: ChangeCollector): void {
    if (!entry.isReported) change.failedUnits.push(unit.address);
    entry.isFailed = true;
    entry.isReported = true;
    this.#skipWhatCannotRun(unit, entry);
    this.#collectReady(unit, change);
    if (entry.openSteps === 0) this.#endUnit(unit, entry, change);
  }

  /** After a failure only `always` steps go on, and only when something before them succeeded: there is something to undo. */
  #skipWhatCannotRun(unit: PlannedUnit, entry: UnitEntry): void {
    for (const step of unit.steps) {
      const status = this.status(step.address);
      if (status !== 'blocked' && status !== 'ready' && status !== 'gated') continue;
      const needs = step.needs.map((need) => this.status(need));
      const canStillRun = step.always && (needs.includes('succeeded') || needs.some((need) => !ENDED.has(need)));
      if (!canStillRun) this.#setEnded(step.address, 'skipped', entry);
    }
  }

  #collectReady(unit: PlannedUnit, change: ChangeCollector): void {
    const entry = this.#entryOf(unit.address);
    if (entry.openNeeds > 0 || entry.isOver) return;
    for (const step of unit.steps) {
      if (this.status(step.address) !== 'blocked') continue;
      const needs = step.needs.map((need) => this.status(need));
      const isReady =
        step.always && entry.isFailed
          ? needs.every((need) => ENDED.has(need))
          : needs.every((need) => need === 'succeeded');
      if (!isReady) continue;
      this.#set(step.address, 'ready');
      change.ready.push(step);
    }
  }

  #endUnit(unit: PlannedUnit, entry: UnitEntry, change: ChangeCollector): void {
    if (entry.isOver) return;
    this.#close(unit, entry);
    if (entry.isFailed) {
      this.#skipDependents(unit.address, change);
      return;
    }
    change.succeededUnits.push(unit.address);
    this.#releaseWaiters(unit.address, change);
    const group = `${unit.unit.migration.name}[*]`;
    const open = this.#openMembers.get(group);
    if (open === undefined) return;
    this.#openMembers.set(group, open - 1);
    if (open === 1) this.#releaseWaiters(group, change);
  }

  #releaseWaiters(need: string, change: ChangeCollector): void {
    for (const address of this.#waiters.get(need) ?? []) {
      const entry = this.#entryOf(address);
      entry.openNeeds -= 1;
      const waiter = this.#unitAt(address);
      if (entry.waitsFor !== undefined && waiter.needs[entry.waitsFor] === need) this.#waitForNext(waiter, entry);
      if (entry.openNeeds === 0) this.#collectReady(waiter, change);
    }
  }

  #close(unit: PlannedUnit, entry: UnitEntry): void {
    entry.isOver = true;
    if (entry.waitsFor !== undefined) this.#countBlocked(unit.needs[entry.waitsFor], -1);
    entry.waitsFor = undefined;
  }

  /** Needs before the one that a unit is counted for have all succeeded. */
  #waitForNext({ needs }: PlannedUnit, entry: UnitEntry): void {
    let next = 0;
    if (entry.waitsFor !== undefined) {
      this.#countBlocked(needs[entry.waitsFor], -1);
      next = entry.waitsFor + 1;
    }
    while (next < needs.length && this.#hasSucceeded(needs[next])) next += 1;
    entry.waitsFor = next < needs.length ? next : undefined;
    if (entry.waitsFor !== undefined) this.#countBlocked(needs[next], 1);
  }

  #hasSucceeded(need = ''): boolean {
    if (need.endsWith('[*]')) return this.#openMembers.get(need) === 0;
    return this.#units.get(need)?.isOver === true;
  }

  #countBlocked(need: string | undefined, change: 1 | -1): void {
    if (need === undefined) return;
    const group = need.endsWith('[*]') ? need : (this.#graph.unitsByAddress.get(need)?.unit.migration.name ?? need);
    this.#blocked.set(group, (this.#blocked.get(group) ?? 0) + change);
  }

  /** Everything that waits for a failed unit, directly or not, is out of reach in this run. */
  #skipDependents(failed: string, change: ChangeCollector): void {
    const open = [failed];
    for (let cause = open.pop(); cause !== undefined; cause = open.pop()) {
      for (const address of this.#takeDependents(cause)) {
        const entry = this.#entryOf(address);
        if (entry.isOver) continue;
        this.#close(this.#unitAt(address), entry);
        for (const step of this.#unitAt(address).steps)
          if (!ENDED.has(this.status(step.address))) this.#setEnded(step.address, 'skipped', entry);
        change.skippedUnits.push({ unit: address, because: cause });
        open.push(address);
      }
    }
  }

  /** Each waiter is named once: the second failed member of a group has nobody left to tell. */
  #takeDependents(address: string): readonly string[] {
    const group = `${this.#unitAt(address).unit.migration.name}[*]`;
    const dependents = [...(this.#waiters.get(address) ?? []), ...(this.#waiters.get(group) ?? [])];
    this.#waiters.delete(address);
    this.#waiters.delete(group);
    return dependents;
  }

  #entryOf(unit: string): UnitEntry {
    const entry = this.#units.get(unit);
    assertInvariant(entry !== undefined, `the ledger knows every unit: ${unit}`);
    return entry;
  }

  #unitAt(address: string): PlannedUnit {
    const unit = this.#graph.unitsByAddress.get(address);
    assertInvariant(unit !== undefined, `the graph knows every unit: ${address}`);
    return unit;
  }
}

export interface RestoreOptions {
  readonly retryFailed: boolean;
  /** @default never */
  readonly checksSinceMs?: number;
}

interface UnitEntry {
  openNeeds: number;
  openSteps: number;
  isFailed: boolean;
  /** Its failure is in a change already. */
  isReported: boolean;
  /** All steps have ended, or the unit was skipped. */
  isOver: boolean;
  /** Position of the need that it is counted for in `blocked`. */
  waitsFor: number | undefined;
}

function noSteps(): Record<StepStatus, number> {
  return {
    blocked: 0,
    ready: 0,
    running: 0,
    sleeping: 0,
    waiting: 0,
    gated: 0,
    succeeded: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
  };
}

class ChangeCollector implements LedgerChange {
  readonly ready: Step[] = [];
  readonly succeededUnits: string[] = [];
  readonly failedUnits: string[] = [];
  readonly skippedUnits: { unit: string; because: string }[] = [];
}

function countMembers(graph: Graph): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  for (const { unit } of graph.units) members.set(unit.migration.name, (members.get(unit.migration.name) ?? 0) + 1);
  return members;
}
