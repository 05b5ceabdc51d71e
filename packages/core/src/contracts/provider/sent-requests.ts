import { isDeepStrictEqual } from 'node:util';
import { ndjson, type RequestOutline } from '../../provider/request-outline.ts';
import type { HttpRequest } from '../../provider/transport.ts';
import type { Json, JsonObject } from '../../value/value.ts';
import type { CompleteProvider } from './provider-under-test.ts';
import { nameOf, type OpenSession } from './with-session.ts';

/** What a call was seen to send. A session may send more, such as a login. */
export interface SentCall {
  readonly operation: string;
  readonly arguments: JsonObject;
  readonly requests: readonly HttpRequest[];
  /** What it ended with; undefined: with an answer. */
  readonly error: unknown;
}

/** What is wrong with it: none of the requests is the one that a preview shows. */
export function sendingFaults(
  call: SentCall,
  { backend }: OpenSession,
  { provider }: CompleteProvider,
): readonly string[] {
  const outline = provider.buildRequest(backend.config, call.operation, call.arguments);
  // With no line there is nothing to ask.
  if (outline.lines?.length === 0 || call.requests.some((request) => isAsOutlined(request, outline))) return [];
  const ending = call.error === undefined ? '' : `; it ends with ${nameOf(call.error)}`;
  const meant = `${outline.method} ${outline.path}`;
  if (call.requests.length === 0) return [`${call.operation} does not send ${meant}, nor anything else${ending}`];
  const sent = call.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`).join(', ');
  return [`${call.operation} does not send the ${meant} that a preview shows, but ${sent}${ending}`];
}

function isAsOutlined({ method, url, body = '' }: HttpRequest, outline: RequestOutline): boolean {
  const sent = new URL(url);
  const meant = new URL(outline.path, outline.endpoint);
  return (
    method === outline.method &&
    sent.host === meant.host &&
    sent.pathname === meant.pathname &&
    // A signature may be in the query as well.
    Object.entries(outline.query).every(([name, value]) => sent.searchParams.get(name) === value) &&
    isBodyAsOutlined(body, outline)
  );
}

/** What the values are; how they are written is between a session and the protocol of its transport. */
function isBodyAsOutlined(text: string, { body, lines }: RequestOutline): boolean {
  if (lines !== undefined) return text === ndjson(lines) || hasLines(parsed(text), lines);
  return body === undefined ? text === '' : isDeepStrictEqual(parsed(text), body);
}

/** In their order; others may depend on what a server has answered before. */
function hasLines(sent: unknown, meant: readonly Json[]): boolean {
  if (!Array.isArray(sent)) return false;
  const rest = sent.values();
  return meant.every((line) => rest.some((other) => isDeepStrictEqual(other, line)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
