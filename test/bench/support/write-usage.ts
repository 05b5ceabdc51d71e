// Loaded into a process before its program: at its end it writes what it used into the file that the environment names,
// and the longest turns of its event loop. Where another file is named, it writes its requests there.

import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, openSync, readSync, writeFileSync } from 'node:fs';
import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

/** One turn of the event loop. */
export interface Turn {
  /** From the start of the process. */
  readonly atMs: number;
  /** From one call of a timer to the next one. Up to `LOOK_INTERVAL_MS` of it nothing may have been to do. */
  readonly wallMs: number;
  /**
   * Of `wallMs`, how long the main thread could have run and had no core, because the machine did something else. 0 where
   * the kernel does not say it.
   */
  readonly withoutCoreMs: number;
  /** Of the main thread. What is left of `wallMs` it waited: for helper threads, for the disk, or for something to do. */
  readonly processorMs: number;
  /** Pauses for garbage collection in it. */
  readonly collections: number;
  readonly collectingMs: number;
}

/** The times of `resourceUsage` are in microseconds, its `maxRSS` in kilobytes. */
export interface ProcessUsage extends Pick<NodeJS.ResourceUsage, 'userCPUTime' | 'systemCPUTime' | 'maxRSS'> {
  /** By the wall without `withoutCoreMs`, longest first. */
  readonly longestTurns: readonly Turn[];
  readonly longestByWallMs: number;
}

const LOOK_INTERVAL_MS = 5;
const LEAST_TURN_MS = 25;
const KEPT_TURNS = 3;

const path = process.env['WAYBILL_BENCH_USAGE'];
if (path !== undefined) {
  const turns: WatchedTurn[] = [];
  const collections = watchCollections();
  const readWithoutCoreMs = watchScheduler();
  // The start of the process is no turn: until the first one modules are loaded, and nothing can wait.
  let last: Moment | undefined;
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(last?.used);
    const [processorMs, atMs, withoutCoreMs] = [(user + system) / 1_000, performance.now(), readWithoutCoreMs()];
    const wallMs = atMs - (last?.atMs ?? atMs);
    if (last !== undefined && wallMs >= LEAST_TURN_MS)
      turns.push({ atMs: last.atMs, wallMs, processorMs, withoutCoreMs: withoutCoreMs - last.withoutCoreMs });
    last = { atMs: performance.now(), used: process.threadCpuUsage(), withoutCoreMs: readWithoutCoreMs() };
  }, LOOK_INTERVAL_MS).unref();
  process.on('exit', () => {
    const longest = turns.toSorted((left, right) => ownMs(right) - ownMs(left)).slice(0, KEPT_TURNS);
    const usage: ProcessUsage = {
      ...process.resourceUsage(),
      longestTurns: longest.map((turn) => ({ ...turn, ...collections.within(turn.atMs, turn.atMs + turn.wallMs) })),
      longestByWallMs: turns.reduce((most, { wallMs }) => Math.max(most, wallMs), 0),
    };
    writeFileSync(path, JSON.stringify(usage));
  });
}

type WatchedTurn = Omit<Turn, 'collections' | 'collectingMs'>;

interface Moment {
  readonly atMs: number;
  readonly used: NodeJS.CpuUsage;
  readonly withoutCoreMs: number;
}

function ownMs({ wallMs, withoutCoreMs }: WatchedTurn): number {
  return wallMs - withoutCoreMs;
}

/** Milliseconds since its start in which the main thread was ready to run and did not; Linux counts them for each thread. */
function watchScheduler(): () => number {
  // Kept open: it is read twice in each turn.
  const file = openIfThere(`/proc/self/task/${process.pid}/schedstat`);
  if (file === undefined) return () => 0;
  const bytes = Buffer.alloc(100);
  return () => Number(bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)).split(' ')[1]) / 1e6;
}

function openIfThere(name: string): number | undefined {
  try {
    return openSync(name, 'r');
  } catch {
    return undefined;
  }
}

function watchCollections() {
  const pauses: { readonly atMs: number; readonly forMs: number }[] = [];
  const note = (entries: readonly PerformanceEntry[]): void => {
    for (const { startTime, duration } of entries) pauses.push({ atMs: startTime, forMs: duration });
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    within: (fromMs: number, toMs: number): Pick<Turn, 'collections' | 'collectingMs'> => {
      note(observer.takeRecords());
      const found = pauses.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      return { collections: found.length, collectingMs: found.reduce((sum, { forMs }) => sum + forMs, 0) };
    },
  };
}

/** As undici says it when it makes a request. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string | null;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string | null;
}

const LINES_AT_ONCE = 500;

const requestsPath = process.env['WAYBILL_BENCH_REQUESTS'];
if (requestsPath !== undefined) {
  const lines: string[] = [];
  const flush = (): void => appendFileSync(requestsPath, lines.splice(0).join(''));
  subscribe('undici:request:create', (message) => {
    const { method, path: target, host, headers, body } = (message as { request: SentRequest }).request;
    const text = body === null ? null : String(body);
    lines.push(`${JSON.stringify({ method, path: target, host, headers, body: text })}\n`);
    if (lines.length >= LINES_AT_ONCE) flush();
  });
  process.on('exit', flush);
}
