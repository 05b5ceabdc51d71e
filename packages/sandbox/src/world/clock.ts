/**
 * The sandbox's only source of time. Every remote state is a function of `now()`, so a virtual or fixed clock
 * shows the same state machines as a real one, and no timer is needed to move a task on.
 */
export interface SandboxClock {
  readonly kind: 'real' | 'virtual' | 'fixed';
  /** Milliseconds since the epoch, never going back; may have a fraction. */
  now(): number;
  /** Calls back once after `delayMs` of this clock's time and returns a function that cancels. Used by faults only. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

/** A clock that moves only when it is advanced. */
export interface VirtualClock extends SandboxClock {
  readonly kind: 'virtual';
  advance(byMs: number): void;
}

/** Wall time taken once, then moved by the monotonic clock: a change of the system time cannot reorder the log. */
export function createRealClock(): SandboxClock {
  return {
    kind: 'real',
    now: () => performance.timeOrigin + performance.now(),
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

interface PendingTimer {
  readonly dueMs: number;
  readonly callback: () => void;
}

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  const timers = new Set<PendingTimer>();
  return {
    kind: 'virtual',
    now: () => nowMs,
    setTimer: (callback, delayMs) => {
      const timer: PendingTimer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (byMs) => {
      if (!(byMs >= 0)) throw new RangeError('a virtual clock only moves forward');
      const untilMs = nowMs + byMs;
      for (let next = earliest(timers, untilMs); next !== undefined; next = earliest(timers, untilMs)) {
        timers.delete(next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.callback();
      }
      nowMs = untilMs;
    },
  };
}

/** A clock that stands still, for replaying requests recorded at one instant. Its timers fire at once. */
export function createFixedClock(atMs: number): SandboxClock {
  return {
    kind: 'fixed',
    now: () => atMs,
    setTimer: (callback) => {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    },
  };
}

function earliest(timers: ReadonlySet<PendingTimer>, untilMs: number): PendingTimer | undefined {
  let found: PendingTimer | undefined;
  for (const timer of timers) {
    if (timer.dueMs <= untilMs && (found === undefined || timer.dueMs < found.dueMs)) found = timer;
  }
  return found;
}
