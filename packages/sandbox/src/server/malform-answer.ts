import { type Answer, type Gateway, isJsonObject, type JsonObject, parseJson } from '@waybill/stand-kit';
import type { Malformation } from '../faults/fault-deck.ts';
import type { MalformedBody } from '../faults/fault-script.ts';

/** Larger than any body a careful client reads whole. */
const HUGE_BODY_BYTES = 8 * 1024 * 1024;

/** The answer as a broken proxy or server would give it. The effect behind it has happened. */
export function malformAnswer(given: Answer, { body, status }: Malformation, gateway: Gateway): Answer {
  const answer = malformBody(given, body, gateway);
  return status === null ? answer : { ...answer, status };
}

function malformBody(given: Answer, how: MalformedBody, gateway: Gateway): Answer {
  // A 204 cannot have a body, so it becomes a 200 that can have a wrong one.
  const answer = given.status === 204 && how !== 'empty' ? { ...given, status: 200, body: '{}' } : given;
  switch (how) {
    case 'empty':
      return { ...answer, body: '' };
    case 'html':
      return {
        ...answer,
        headers: { ...answer.headers, 'content-type': 'text/html' },
        body: '<html><head><title>Gateway</title></head><body><h1>It works, somewhere else</h1></body></html>',
      };
    case 'truncated':
      return { ...answer, body: answer.body.slice(0, Math.max(1, Math.floor(answer.body.length / 2))) };
    case 'huge':
      return { ...answer, body: JSON.stringify({ ...membersOf(answer.body), padding: 'x'.repeat(HUGE_BODY_BYTES) }) };
    case 'wrong-types':
      return { ...answer, body: JSON.stringify(withWrongTypes(membersOf(answer.body))) };
    case 'without-ids':
      return { ...answer, body: JSON.stringify(withoutIds(membersOf(answer.body))) };
    case 'error-in-200':
      return { ...gateway.refuse(gateway.failure(500)), status: 200 };
  }
}

function membersOf(body: string): JsonObject {
  const value = parseJson(body);
  return isJsonObject(value) ? value : {};
}

/** Every member keeps its name and gets a value of another type. */
function withWrongTypes(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, ofAnotherType(member)]));
}

/** Nothing in it says any more which task, job or instance is meant. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutIds(item));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !/^id$|_id$|Id$/.test(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutIds(member)]));
}

function ofAnotherType(value: unknown): unknown {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number' || typeof value === 'boolean') return [value];
  return value === null ? 0 : 'unexpected';
}
