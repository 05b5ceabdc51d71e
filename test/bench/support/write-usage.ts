// Loaded into a process before its program: at its end it writes what it used into the file that the environment names,
// and the longest turns of its event loop. Where another file is named, it writes its requests there.

import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, writeFileSync } from 'node:fs';

/** One turn of the event loop. */
export interface Turn {
  /** From the start of the process. */
  readonly atMs: number;
  /** From one call of a timer to the next one. Up to `LOOK_INTERVAL_MS` of it nothing may have been to do. */
  readonly wallMs: number;
  /**
   * Of the main thread. The rest of `wallMs` it waited: for helper threads, for the disk, or for a processor while the machine did
   * something else.
   */
  readonly processorMs: number;
}

/** The times of `resourceUsage` are in microseconds, its `maxRSS` in kilobytes. */
export interface ProcessUsage extends Pick<NodeJS.ResourceUsage, 'userCPUTime' | 'systemCPUTime' | 'maxRSS'> {
  /** By the wall, longest first. */
  readonly longestTurns: readonly Turn[];
}

const LOOK_INTERVAL_MS = 5;
const LEAST_TURN_MS = 25;
const KEPT_TURNS = 3;

const path = process.env['WAYBILL_BENCH_USAGE'];
if (path !== undefined) {
  const turns: Turn[] = [];
  // The start of the process is no turn: until the first one modules are loaded, and nothing can wait.
  let last: { readonly atMs: number; readonly used: NodeJS.CpuUsage } | undefined;
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(last?.used);
    const [processorMs, atMs] = [(user + system) / 1_000, performance.now()];
    const wallMs = atMs - (last?.atMs ?? atMs);
    if (last !== undefined && wallMs >= LEAST_TURN_MS) turns.push({ atMs: last.atMs, wallMs, processorMs });
    last = { atMs: performance.now(), used: process.threadCpuUsage() };
  }, LOOK_INTERVAL_MS).unref();
  process.on('exit', () => {
    const longestTurns = turns.toSorted((left, right) => right.wallMs - left.wallMs).slice(0, KEPT_TURNS);
    const usage: ProcessUsage = { ...process.resourceUsage(), longestTurns };
    writeFileSync(path, JSON.stringify(usage));
  });
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
