import { isJsonObject, type JsonObject } from '@waybill/core';
import { objectOf, parseJson, textOf } from '@waybill/provider-kit';

/** Deeper than this nothing new is said. */
const MOST_CAUSES = 4;

/** The reason of an error and of what caused it, which says more; empty where the cluster gives none. */
export function describeCauses(error: JsonObject): string {
  const handedOn = answerOfSource(textOf(error['reason']) ?? '');
  if (handedOn !== undefined) return `the source answered ${handedOn}`;
  return reasonsOf(error, ({ reason }) => textOf(reason)).join(': ');
}

/**
 * A target that was to read from another cluster hands on what that one has answered, as JSON within the reason, and once
 * more in what caused it.
 */
function answerOfSource(reason: string): string | undefined {
  if (!reason.startsWith('body={')) return undefined;
  const { error } = objectOf(parsed(reason.slice('body='.length)));
  if (!isJsonObject(error)) return textOf(error);
  const reasons = reasonsOf(error, ({ type, reason: said }) => [textOf(type), textOf(said)].filter(Boolean).join(': '));
  return reasons.length === 0 ? undefined : reasons.join(': ');
}

/** Of an error and its causes, the outermost first, none that says nothing new. */
function reasonsOf(error: JsonObject, describe: (cause: JsonObject) => string | undefined): readonly string[] {
  const reasons: string[] = [];
  for (let cause = error; reasons.length < MOST_CAUSES; cause = objectOf(cause['caused_by'])) {
    const reason = describe(cause);
    if (reason === undefined || reason === '') break;
    if (!reasons.some((text) => text.includes(reason))) reasons.push(reason);
  }
  return reasons;
}

/** Undefined where it was cut, or is none. */
function parsed(text: string): ReturnType<typeof parseJson> | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
