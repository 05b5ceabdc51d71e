import { defined } from '../value/defined.ts';
import { isJsonObject, type Json, type JsonObject } from '../value/value.ts';
import type { Difference } from './verification.ts';

/**
 * What a step keeps among its outputs, as `omitted`, that did its work but for some documents or keys: how many, and the
 * first ones. A step that succeeded all the same was allowed to by the plan.
 */
export interface Omission {
  readonly count: number;
  /** At most `MOST_OMITTED_NAMED`. */
  readonly named: readonly Difference[];
  /** Where all of them are. Absent: they are kept nowhere else. */
  readonly place?: string;
  /** Clients use the copy by now, and have written to it: whether they did it is not known. Absent: the plan allows it. */
  readonly written?: true;
}

/** What every view names. */
export const MOST_OMITTED_NAMED = 20;

/** Undefined where a step has omitted nothing. */
export function omissionIn({ omitted }: JsonObject): Omission | undefined {
  if (!isJsonObject(omitted)) return undefined;
  const { count, named, written, place } = omitted;
  if (typeof count !== 'number' || count < 1) return undefined;
  const all: readonly Json[] = Array.isArray(named) ? named : [];
  return {
    count,
    named: all.slice(0, MOST_OMITTED_NAMED).flatMap(differenceIn),
    ...defined({ place: typeof place === 'string' ? place : undefined }),
    ...(written === true ? { written } : {}),
  };
}

/** The outputs of a step with where all is that it omitted, if it has omitted anything. */
export function placedOmission(outputs: JsonObject | undefined, place: string): JsonObject | undefined {
  const omitted = outputs?.['omitted'];
  return isJsonObject(omitted) ? { ...outputs, omitted: { ...omitted, place } } : outputs;
}

function differenceIn(given: Json): readonly Difference[] {
  if (!isJsonObject(given)) return [];
  const { what, id, details } = given;
  if (typeof what !== 'string' || typeof id !== 'string') return [];
  const texts = Object.entries(isJsonObject(details) ? details : {}).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return [{ what, id, ...defined({ details: texts.length === 0 ? undefined : Object.fromEntries(texts) }) }];
}
