import { isDeepStrictEqual } from 'node:util';
import { onAnotherDay } from './another-day.ts';
import { thrownBy } from './provider-under-test.ts';

/** A judgement is pure: it takes whatever it is given, and says the same on another day. `what`: what is judged. */
export function judgementFaults(judge: () => unknown, what: string): readonly string[] {
  const thrown = thrownBy(judge);
  if (thrown !== undefined) return [`${what} makes it throw ${thrown}`];
  return isDeepStrictEqual(judge(), onAnotherDay(judge)) ? [] : [`it judges ${what} in two ways`];
}
