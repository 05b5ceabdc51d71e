import type { JsonObject } from '../value/value.ts';

/**
 * Of a step that is no longer in the plan, nothing says which output is the task. Whatever may be one counts as one: an id
 * that is none only takes up room.
 */
export function possibleTaskIds(outputs: JsonObject): readonly string[] {
  return Object.entries(outputs).flatMap(([name, value]) =>
    /id$/i.test(name) && typeof value === 'string' ? [value] : [],
  );
}
