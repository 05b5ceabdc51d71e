/** One vendor call as the sandbox saw it. Holds no header, no body and no secret. */
export interface RequestRecord {
  /** From 1, in order of arrival. */
  readonly seq: number;
  readonly atMs: number;
  /** The service that the call was for. */
  readonly provider: string;
  readonly operation: string;
  readonly idempotencyToken: string | null;
  /** The task name, task id or index that the call is about. */
  readonly subject: string | null;
  /** Null while in flight. */
  readonly doneAtMs: number | null;
  /** HTTP status; 0 when the connection was reset instead; null while in flight. */
  readonly status: number | null;
  /** The vendor's error code, if it was refused. */
  readonly code: string | null;
  /** Remote effects applied, also when the answer was lost. */
  readonly effects: number;
}

export interface OperationCount {
  readonly calls: number;
  readonly effects: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

export interface RequestEnd {
  readonly status: number;
  readonly code: string | null;
  readonly effects: number;
  readonly subject: string | null;
  readonly idempotencyToken: string | null;
}

/** Only this many records are kept; counts stay exact beyond it. */
export const REQUEST_LOG_LIMIT = 200_000;

/** The length of the window in which calls are counted for the metrics. */
export const RATE_WINDOW_MS = 1_000;

interface ServiceLoad {
  /** Arrival times of the last window, oldest first from `oldest` on. */
  arrivedAtMs: number[];
  oldest: number;
  highestPerWindow: number;
  inFlight: number;
  highestInFlight: number;
}

type MutableRecord = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };
interface MutableCount {
  calls: number;
  effects: number;
  byStatus: Record<string, number>;
}

/** Everything that is counted about requests, in constant time per request. */
export class RequestLog {
  #records: MutableRecord[] = [];
  #dropped = 0;
  #seq = 0;
  #counts = new Map<string, MutableCount>();
  #loads = new Map<string, ServiceLoad>();

  begin(arrival: { atMs: number; provider: string; operation: string }): RequestRecord {
    this.#seq += 1;
    const record: MutableRecord = {
      seq: this.#seq,
      ...arrival,
      idempotencyToken: null,
      subject: null,
      doneAtMs: null,
      status: null,
      code: null,
      effects: 0,
    };
    this.#keep(record);
    this.#countOf(arrival.operation).calls += 1;
    noteArrival(this.#loadOf(arrival.provider), arrival.atMs);
    return record;
  }

  /** Notes the outcome; the request counts as in flight until `leave`. */
  end(record: RequestRecord, end: RequestEnd): void {
    Object.assign(record, end);
    const count = this.#countOf(record.operation);
    count.effects += end.effects;
    count.byStatus[end.status] = (count.byStatus[end.status] ?? 0) + 1;
  }

  leave(record: RequestRecord, atMs: number): void {
    Object.assign(record, { doneAtMs: atMs });
    this.#loadOf(record.provider).inFlight -= 1;
  }

  records(filter: { operation?: string | undefined } = {}): readonly RequestRecord[] {
    const kept = this.#records.slice(this.#dropped);
    return filter.operation === undefined ? kept : kept.filter((record) => record.operation === filter.operation);
  }

  total(): number {
    return this.#seq;
  }

  counts(): Readonly<Record<string, OperationCount>> {
    return Object.fromEntries(this.#counts);
  }

  highestPerWindow(provider: string): number {
    return this.#loads.get(provider)?.highestPerWindow ?? 0;
  }

  highestInFlight(provider: string): number {
    return this.#loads.get(provider)?.highestInFlight ?? 0;
  }

  inFlight(provider: string): number {
    return this.#loads.get(provider)?.inFlight ?? 0;
  }

  #keep(record: MutableRecord): void {
    this.#records.push(record);
    if (this.#records.length - this.#dropped > REQUEST_LOG_LIMIT) this.#dropped += 1;
    if (this.#dropped >= REQUEST_LOG_LIMIT) {
      this.#records = this.#records.slice(this.#dropped);
      this.#dropped = 0;
    }
  }

  #countOf(operation: string): MutableCount {
    let count = this.#counts.get(operation);
    if (count === undefined) {
      count = { calls: 0, effects: 0, byStatus: {} };
      this.#counts.set(operation, count);
    }
    return count;
  }

  #loadOf(provider: string): ServiceLoad {
    let load = this.#loads.get(provider);
    if (load === undefined) {
      load = { arrivedAtMs: [], oldest: 0, highestPerWindow: 0, inFlight: 0, highestInFlight: 0 };
      this.#loads.set(provider, load);
    }
    return load;
  }
}

/** The window is half-open: two calls exactly one window apart are never in the same one. */
function noteArrival(load: ServiceLoad, atMs: number): void {
  load.arrivedAtMs.push(atMs);
  while ((load.arrivedAtMs[load.oldest] ?? atMs) <= atMs - RATE_WINDOW_MS) load.oldest += 1;
  load.highestPerWindow = Math.max(load.highestPerWindow, load.arrivedAtMs.length - load.oldest);
  if (load.oldest > 4_096 && load.oldest * 2 > load.arrivedAtMs.length) {
    load.arrivedAtMs = load.arrivedAtMs.slice(load.oldest);
    load.oldest = 0;
  }
  load.inFlight += 1;
  load.highestInFlight = Math.max(load.highestInFlight, load.inFlight);
}
