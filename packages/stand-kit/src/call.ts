import type { TaskFaults } from './task-faults.ts';

/** One request to a vendor's operation, as it came over the wire plus what was decoded from it. */
export interface Call extends SignedRequest {
  readonly operation: string;
  /** Path parameters, decoded, named as in the vendor's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly QueryPair[];
  /** The parsed body; undefined when there is none or it is not JSON. */
  readonly json: unknown;
  readonly taskFaults: TaskFaults;
}

/** What signatures are computed over. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** Lower-case name to every value in order of arrival. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
}

export type QueryPair = readonly [name: string, value: string];

/** The response, before delivery faults. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How many remote effects this answer stands for: tasks created, changed or removed. */
  readonly effects: number;
}

export function headerOf(request: SignedRequest, name: string): string | null {
  return request.headers.get(name)?.[0] ?? null;
}

export function queryOf(call: Call, name: string): string | null {
  return call.query.find(([candidate]) => candidate === name)?.[1] ?? null;
}

export function pathOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? target : target.slice(0, mark);
}

export function rawQueryOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

/** The query as decoded pairs in order of arrival; a name without `=` has an empty value. */
export function decodeQuery(target: string): readonly QueryPair[] {
  const raw = rawQueryOf(target);
  if (raw === '') return [];
  return raw.split('&').map((pair) => {
    const mark = pair.indexOf('=');
    return mark < 0
      ? [decodeQueryPart(pair), '']
      : [decodeQueryPart(pair.slice(0, mark)), decodeQueryPart(pair.slice(mark + 1))];
  });
}

/** RFC 3986: UTF-8 bytes, everything but A-Z a-z 0-9 - . _ ~ as upper-case %XX. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The text itself where it holds an invalid escape: a signature over it will then simply not match. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodeQueryPart(text: string): string {
  return decodePercent(text.replaceAll('+', ' '));
}
