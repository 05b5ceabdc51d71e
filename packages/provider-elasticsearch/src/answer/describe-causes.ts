import type { JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';

/** Deeper than this nothing new is said. */
const MOST_CAUSES = 4;

/** The reason of an error and of what caused it, which says more; empty where the cluster gives none. */
export function describeCauses(error: JsonObject): string {
  const reasons: string[] = [];
  for (let cause = error; reasons.length < MOST_CAUSES; cause = objectOf(cause['caused_by'])) {
    const reason = textOf(cause['reason']);
    if (reason === undefined) break;
    if (!reasons.some((text) => text.includes(reason))) reasons.push(reason);
  }
  return reasons.join(': ');
}
