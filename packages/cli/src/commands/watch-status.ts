import { systemClock } from '@waybill/node';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import type { JsonStatus } from '../views/documents/json-objects.ts';
import { renderStatus } from '../views/text/render-status.ts';
import { createStyle } from '../views/text/style.ts';

/** How often the state is read. */
const WATCH_INTERVAL_MS = 1_000;
/** How often clusters are asked who uses them. */
const USAGE_INTERVAL_MS = 5_000;

export interface WatchedStatus {
  readonly read: () => Promise<JsonStatus>;
  /**
   * Adds to gates of units that wait until their clients have moved who uses which side now. With it, the status is watched as long as
   * there are such gates, also after the run has ended. Rejects with the reason of `signal` once it is aborted.
   *
   * @default nobody is asked
   */
  readonly ask?: (gates: JsonStatus['gates'], signal: AbortSignal) => Promise<JsonStatus['gates']>;
  /**
   * Whether clients of a unit will be asked for once its gate is opened: until then it is watched too.
   *
   * @default no
   */
  readonly isAskedLater?: (gate: JsonStatus['gates'][number]) => boolean;
}

/** Shows the status again whenever it changes, until the run has ended or the user interrupts. Waits for the first run. */
export async function watchStatus(watched: WatchedStatus, flags: CommonFlags & JsonFlag, io: CliIo): Promise<ExitCode> {
  using interrupt = stopOnInterrupt(io, () => {});
  const print = createPrinter(flags, io);
  const withUsage = createUsage(watched, interrupt.signal);
  let isWaiting = false;
  while (!interrupt.signal.aborted) {
    const found = await unlessAborted(withUsage(await watched.read()), interrupt.signal);
    if (found === undefined) break;
    print(found);
    if (found.running === 'no' && found.last_run !== undefined && !isSwitching(found, watched)) return EXIT.done;
    if (found.last_run === undefined && !isWaiting) {
      isWaiting = true;
      io.stderr.write('No run has begun yet: waiting for one. Ctrl-C ends the waiting.\n');
    }
    await systemClock.sleep(WATCH_INTERVAL_MS, interrupt.signal).catch(() => {});
  }
  return EXIT.done;
}

/** Clients of a unit are being moved, and were asked for, or will be. */
function isSwitching({ gates }: JsonStatus, { isAskedLater }: WatchedStatus): boolean {
  return gates.some((gate) => (gate.usage ?? []).length > 0 || isAskedLater?.(gate) === true);
}

/** What was asked last is shown until it is asked again, or other gates are closed. */
function createUsage({ ask }: WatchedStatus, signal: AbortSignal): (found: JsonStatus) => Promise<JsonStatus> {
  if (ask === undefined) return async (found) => found;
  let [askedMs, askedOf]: [number, string] = [Number.NEGATIVE_INFINITY, ''];
  let gates: JsonStatus['gates'] = [];
  return async (found) => {
    const of = found.gates.map(({ step }) => step).join(' ');
    if (of !== askedOf || systemClock.monotonicMs() - askedMs >= USAGE_INTERVAL_MS) {
      gates = await ask(found.gates, signal);
      [askedMs, askedOf] = [systemClock.monotonicMs(), of];
    }
    return { ...found, gates };
  };
}

/** Undefined: it was ended by the signal. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Prints what differs from what was printed last. */
function createPrinter(flags: CommonFlags & JsonFlag, io: CliIo): (found: JsonStatus) => void {
  let shown = '';
  return (found) => {
    const text =
      flags.json === true ? JSON.stringify(found) : renderStatus(found, createStyle(io.stdout, io.env, flags));
    // What a run reports of itself changes every second, which a terminal can show and a log must not.
    const compared = io.stdout.isTTY ? text : JSON.stringify({ ...found, live: undefined });
    if (compared !== shown) io.stdout.write(`${shown === '' || flags.json === true ? '' : separator(io)}${text}\n`);
    shown = compared;
  };
}

/** A terminal is wiped before each picture; a log gets a line between them. */
function separator({ stdout }: CliIo): string {
  return stdout.isTTY ? '\u001b[2J\u001b[H' : `${'-'.repeat(40)}\n`;
}
