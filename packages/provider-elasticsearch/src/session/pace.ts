import type { Clock, ProviderSession } from '@waybill/core';
import { SpreadLoad } from '@waybill/provider-kit';
import type { PaceSettings } from '../config.ts';

/** A page that takes longer than this at the pace keeps others waiting for the next one, and a reader's place open for long. */
const LONGEST_PAGE_MS = 10_000;

/** Spreads the documents of own work over time. One for all slices that use the connection. */
export class Pace {
  readonly #settings: PaceSettings;
  readonly #documents: SpreadLoad;
  readonly #bytes: SpreadLoad;

  constructor(settings: PaceSettings, clock: Clock) {
    this.#settings = settings;
    this.#documents = new SpreadLoad(clock);
    this.#bytes = new SpreadLoad(clock);
  }

  /** Undefined: no limit. */
  get documentsPerSecond(): number | undefined {
    const { documentsPerMs } = this.#settings;
    return documentsPerMs === undefined ? undefined : documentsPerMs * 1_000;
  }

  /** The most documents that one page should have at this pace. */
  get mostPerPage(): number {
    const { documentsPerMs = Number.POSITIVE_INFINITY } = this.#settings;
    return Math.max(1, Math.floor(documentsPerMs * LONGEST_PAGE_MS));
  }

  /** The most bytes that a page of several documents should have at this pace. */
  get mostBytesPerPage(): number {
    const { bytesPerMs = Number.POSITIVE_INFINITY } = this.#settings;
    return bytesPerMs * LONGEST_PAGE_MS;
  }

  /** Whether anything waits for it. */
  get isLimited(): boolean {
    const { documentsPerMs, bytesPerMs } = this.#settings;
    return documentsPerMs !== undefined || bytesPerMs !== undefined;
  }

  /** Resolves when so many documents may be read or written. */
  async admit(documents: number, signal: AbortSignal): Promise<void> {
    const { documentsPerMs, bytesPerMs } = this.#settings;
    if (documentsPerMs !== undefined) await this.#documents.take(documents / documentsPerMs, signal);
    if (bytesPerMs !== undefined) await this.#bytes.take(0, signal);
  }

  /** Bytes of documents that have passed: what comes next waits for them. */
  spend(bytes: number): void {
    const { bytesPerMs } = this.#settings;
    if (bytesPerMs !== undefined) this.#bytes.spend(bytes / bytesPerMs);
  }
}

/** Undefined: the session is of something that keeps none. */
export function paceOf({ session }: { readonly session: ProviderSession }): Pace | undefined {
  const { pace } = session as { readonly pace?: unknown };
  return pace instanceof Pace ? pace : undefined;
}
