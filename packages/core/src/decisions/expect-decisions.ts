import { type Decision, DecisionRefusedError } from './decision.ts';

/** What each decision says as text. */
const TEXTS: Readonly<Record<Decision['kind'], readonly string[]>> = {
  adopt: ['step', 'reason'],
  resolve: ['step', 'reason'],
  retry: ['unit', 'reason'],
  redo: ['unit', 'reason'],
  skip: ['unit', 'reason'],
  accept: ['unit', 'reason'],
};

/**
 * A program may hand over anything, whatever its types say. What is written to the journal is checked before, so that it
 * can be read again.
 *
 * @throws DecisionRefusedError for the first one that is malformed
 */
export function expectDecisions(decisions: unknown): void {
  if (!Array.isArray(decisions)) throw refused('The decisions are not in an array');
  decisions.forEach((decision: unknown, index) => {
    const fault = faultOf(decision);
    if (fault !== undefined) throw refused(`Decision ${index + 1} of ${decisions.length} is malformed: ${fault}`);
  });
}

function refused(what: string): DecisionRefusedError {
  return new DecisionRefusedError(
    `${what}. Nothing was written.`,
    'Pass an array of objects of the type Decision, such as { kind: "retry", unit: "orders[a]", reason: "…" }.',
  );
}

function faultOf(decision: unknown): string | undefined {
  if (!isRecord(decision)) return 'it is not an object';
  const { kind } = decision;
  if (!isKind(kind)) return `its kind is none of ${Object.keys(TEXTS).join(', ')}`;
  const missing = TEXTS[kind].find((name) => typeof decision[name] !== 'string' || decision[name] === '');
  if (missing !== undefined) return `its ${missing} is not a text`;
  if (kind === 'resolve' && decision['resolution'] !== 'did-not-happen')
    return "its resolution is not 'did-not-happen'";
  return kind === 'adopt' ? faultOfAdoption(decision) : undefined;
}

function faultOfAdoption({ outputs, isFound, existingIds }: Readonly<Record<string, unknown>>): string | undefined {
  if (!isRecord(outputs) || !isJson(outputs, [])) return 'its outputs are not an object of JSON';
  if (isFound !== undefined && typeof isFound !== 'boolean') return 'its isFound is not a boolean';
  const areIds = existingIds === undefined || (Array.isArray(existingIds) && existingIds.every(isText));
  return areIds ? undefined : 'its existingIds are not an array of texts';
}

function isKind(kind: unknown): kind is Decision['kind'] {
  return typeof kind === 'string' && Object.hasOwn(TEXTS, kind);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is read from the journal as it was given. `around` has what it lies in: nothing lies in itself. */
function isJson(value: unknown, around: readonly object[]): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || around.includes(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((part) => isJson(part, [...around, value]));
}
