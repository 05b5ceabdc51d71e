import { createRandom, NO_TASK_FAULTS, type RandomSource, type TaskFaults } from '@waybill/stand-kit';
import type { Fault, FaultRule, FaultScript, MalformedBody, When } from './fault-script.ts';

/** The faults that one call meets, sorted by the moment at which they act. */
export interface CallFaults {
  readonly latencyMs: number;
  /** Where the call waits until it is released; null: nowhere. */
  readonly hold: When | null;
  /** What happens instead of an answer, and whether the effect comes first. */
  readonly interruption: Interruption | null;
  readonly malformed: Malformation | null;
  readonly slowBodyMs: number;
  readonly isBodyCut: boolean;
  readonly task: TaskFaults;
}

export interface Malformation {
  readonly body: MalformedBody;
  /** The status of the answer; null: its own. */
  readonly status: number | null;
}

export type Interruption =
  | { readonly kind: 'reset'; readonly when: When }
  | {
      readonly kind: 'status';
      readonly when: When;
      readonly status: number;
      readonly code: string | null;
      readonly message: string | null;
    }
  | {
      readonly kind: 'throttle';
      readonly when: 'before';
      readonly style: 400 | 429 | null;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'withdrawn'; readonly when: 'before' };

interface CountedRule {
  readonly rule: FaultRule;
  seen: number;
  used: number;
}

/** Holds a fault script together with how often each of its rules was met and used. */
export class FaultDeck {
  readonly #seed: number;
  #random: RandomSource;
  #rules: readonly CountedRule[];

  constructor(script: FaultScript, seed: number) {
    this.#seed = seed;
    this.#random = createRandom(seed, 'faults');
    this.#rules = countFromZero(script);
  }

  /** Counting and chance start anew, so that the same script meets the same calls in the same way. */
  replace(script: FaultScript): void {
    this.#random = createRandom(this.#seed, 'faults');
    this.#rules = countFromZero(script);
  }

  draw(call: { provider: string; operation: string }): CallFaults {
    if (this.#rules.length === 0) return NO_FAULTS;
    const drawn = this.#rules.filter((counted) => this.#applies(counted, call)).map((counted) => counted.rule.fault);
    return drawn.length === 0 ? NO_FAULTS : combineFaults(drawn);
  }

  #applies(counted: CountedRule, call: { provider: string; operation: string }): boolean {
    const { rule } = counted;
    if (rule.operation !== undefined && rule.operation !== call.operation) return false;
    if (rule.provider !== undefined && rule.provider !== call.provider) return false;
    counted.seen += 1;
    if (!isNth(rule.nth, counted.seen)) return false;
    if (rule.times !== undefined && counted.used >= rule.times) return false;
    if (rule.probability !== undefined && this.#random.next() >= rule.probability) return false;
    counted.used += 1;
    return true;
  }
}

const NO_FAULTS: CallFaults = {
  latencyMs: 0,
  hold: null,
  interruption: null,
  malformed: null,
  slowBodyMs: 0,
  isBodyCut: false,
  task: NO_TASK_FAULTS,
};

function countFromZero(script: FaultScript): readonly CountedRule[] {
  return script.map((rule) => ({ rule, seen: 0, used: 0 }));
}

function isNth(nth: number | readonly number[] | undefined, seen: number): boolean {
  if (nth === undefined) return true;
  return typeof nth === 'number' ? nth === seen : nth.includes(seen);
}

function combineFaults(faults: readonly Fault[]): CallFaults {
  return faults.reduce(addFault, NO_FAULTS);
}

function addFault(faults: CallFaults, fault: Fault): CallFaults {
  switch (fault.kind) {
    case 'latency':
      return { ...faults, latencyMs: faults.latencyMs + fault.ms };
    case 'hold':
      return { ...faults, hold: faults.hold ?? fault.when };
    case 'throttle':
    case 'status':
    case 'reset':
    case 'withdrawn':
      return { ...faults, interruption: faults.interruption ?? interruptionOf(fault) };
    case 'slow-body':
      return { ...faults, slowBodyMs: faults.slowBodyMs + fault.ms };
    case 'cut-body':
      return { ...faults, isBodyCut: true };
    case 'malformed':
      return { ...faults, malformed: faults.malformed ?? { body: fault.body, status: fault.status ?? null } };
    case 'stale-status':
      return { ...faults, task: { ...faults.task, staleMs: Math.max(faults.task.staleMs, fault.ms) } };
    case 'hidden-in-list':
      return { ...faults, task: { ...faults.task, hiddenMs: Math.max(faults.task.hiddenMs, fault.ms) } };
    case 'unknown-status':
      return { ...faults, task: { ...faults.task, statusWord: faults.task.statusWord ?? fault.word } };
    case 'damage': {
      const { what, keys } = fault;
      return { ...faults, task: { ...faults.task, damage: [...faults.task.damage, { what, keys }] } };
    }
    case 'task-fails':
      return { ...faults, task: { ...faults.task, failure: faults.task.failure ?? failureOf(fault) } };
  }
}

function interruptionOf(fault: Extract<Fault, { kind: 'throttle' | 'status' | 'reset' | 'withdrawn' }>): Interruption {
  switch (fault.kind) {
    case 'reset':
      return { kind: 'reset', when: fault.when };
    case 'withdrawn':
      return { kind: 'withdrawn', when: 'before' };
    case 'throttle':
      return { kind: 'throttle', when: 'before', style: fault.style ?? null, retryAfterMs: fault.retryAfterMs ?? null };
    case 'status':
      return {
        kind: 'status',
        when: fault.when,
        status: fault.status,
        code: fault.code ?? null,
        message: fault.message ?? null,
      };
  }
}

function failureOf(fault: Extract<Fault, { kind: 'task-fails' }>): NonNullable<TaskFaults['failure']> {
  return { status: fault.status ?? null, message: fault.message ?? null };
}
