import type { Checkpoint, CheckpointStore, Clock } from '@waybill/core';
import type { LiveStatus } from './live-status.ts';
import { type ProcessHost, runLiveness } from './run-liveness.ts';

const WRITE_INTERVAL_MS = 1_000;
/** The first one comes as soon as there is something to say. */
const FIRST_INTERVAL_MS = 100;
/** A process that lives and has written nothing for so long is stopped or hangs: what it wrote last says nothing. */
const STALE_AFTER_MS = 10_000;

export interface LiveNoteOptions {
  readonly store: Pick<CheckpointStore, 'writeLive'>;
  readonly clock: Clock;
  /** Undefined while the run has not begun: before that, the note may be that of another process. */
  readonly build: () => LiveStatus | undefined;
}

/**
 * Writes what only this process knows, about every second, until it is disposed of. It is no part of the state: nothing
 * is decided by it, and where it cannot be written the run continues without.
 */
export class LiveNote implements AsyncDisposable {
  readonly #options: LiveNoteOptions;
  readonly #closing = new AbortController();
  readonly #writing: Promise<void>;
  #isWritten = false;

  constructor(options: LiveNoteOptions) {
    this.#options = options;
    this.#writing = this.#writeUntilClosed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#writing;
    if (this.#isWritten) await this.#options.store.writeLive?.(undefined);
  }

  async #writeUntilClosed(): Promise<void> {
    const { clock, store, build } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await clock.sleep(this.#isWritten ? WRITE_INTERVAL_MS : FIRST_INTERVAL_MS, signal).catch(() => {});
      const note = signal.aborted ? undefined : build();
      if (note !== undefined && (await store.writeLive?.(`${JSON.stringify(note)}\n`)) === true) this.#isWritten = true;
    }
  }
}

/** The note of the last run, when that is in progress here and wrote it just now; everything else is ignored. */
export function readLiveNote(
  text: string | undefined,
  { checkpoint, host, now }: { readonly checkpoint: Checkpoint; readonly host: ProcessHost; readonly now: number },
): LiveStatus | undefined {
  if (runLiveness(checkpoint, host) !== 'yes') return undefined;
  const started = checkpoint.lastRun?.started;
  const note = parseLive(text);
  if (note === undefined || note.run !== started?.run || note.pid !== started.owner.pid || note.host !== host.name)
    return undefined;
  const ageMs = now - Date.parse(note.at);
  return Math.abs(ageMs) <= STALE_AFTER_MS ? aged(note, Math.max(0, ageMs)) : undefined;
}

/** The time that is left has gone down since the note was written. */
function aged({ eta, ...note }: LiveStatus, ageMs: number): LiveStatus {
  const leftMs = (eta?.ms ?? 0) - ageMs;
  return eta === undefined || leftMs <= 0 ? note : { ...note, eta: { ...eta, ms: Math.round(leftMs) } };
}

function parseLive(text: string | undefined): LiveStatus | undefined {
  try {
    const note: unknown = JSON.parse(text ?? 'null');
    return isLive(note) ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Another version may write other notes; the major number of the format says so. */
function isLive(note: unknown): note is LiveStatus {
  if (typeof note !== 'object' || note === null) return false;
  const { kind, format_version: version, at, accounts, waiting, ...counted } = note as Partial<LiveStatus>;
  return (
    kind === 'live' &&
    version?.startsWith('1.') === true &&
    typeof at === 'string' &&
    Array.isArray(accounts) &&
    Array.isArray(waiting) &&
    Array.isArray(counted.remote_tasks) &&
    typeof counted.wait_count === 'number' &&
    Array.isArray(counted.suspended) &&
    counted.selection !== undefined
  );
}
