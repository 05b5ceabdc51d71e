import { isJsonObject, type JsonObject } from '@waybill/stand-kit';

/** A document as a query sees it. */
export interface SeenDocument {
  readonly id: string;
  readonly seqNo: number;
  readonly routing: string | null;
  /** Null: a document without a body. */
  readonly source: JsonObject | null;
}

/** Undefined: the query is about what the document does not have, its body, or of a kind that is not simulated. */
type Verdict = boolean | undefined;

/** What cannot be decided matches: a source and its copy are then judged alike. */
export function matches(query: JsonObject | undefined, document: SeenDocument): boolean {
  return judge(query, document) !== false;
}

function judge(query: unknown, document: SeenDocument): Verdict {
  if (!isJsonObject(query)) return undefined;
  const [[kind, body] = ['match_all', {}]] = Object.entries(query);
  switch (kind) {
    case 'match_all':
      return true;
    case 'match_none':
      return false;
    case 'ids':
      return isJsonObject(body) ? listOf(body['values']).includes(document.id) : undefined;
    case 'bool':
      return isJsonObject(body) ? judgeBool(body, document) : undefined;
    // Scores, random ones as well, leave the order in which documents were written.
    case 'function_score':
      return isJsonObject(body) && body['query'] !== undefined ? judge(body['query'], document) : true;
    // A document without a body has every field.
    case 'exists':
      return isJsonObject(body) ? hasField(String(body['field']), document) : undefined;
    case 'range':
      return judgeField(body, document, isWithin);
    case 'term':
    case 'terms':
    case 'match':
    case 'match_phrase':
      return judgeField(body, document, isOneOf);
    default:
      return undefined;
  }
}

function judgeBool(body: JsonObject, document: SeenDocument): Verdict {
  const judged = (name: string): readonly Verdict[] => listOf(body[name]).map((clause) => judge(clause, document));
  const needed = [...judged('must'), ...judged('filter'), ...judged('must_not').map(negated)];
  const should = judged('should');
  return all(needed.length > 0 || should.length === 0 ? needed : [some(should)]);
}

function judgeField(
  body: unknown,
  document: SeenDocument,
  holds: (value: unknown, wanted: unknown) => boolean,
): Verdict {
  if (!isJsonObject(body)) return undefined;
  const conditions = Object.entries(body).filter(([field]) => field !== 'boost');
  return all(
    conditions.map(([field, wanted]) => {
      const values = valuesOf(field, document);
      return values?.some((value) => holds(value, wanted));
    }),
  );
}

function hasField(field: string, document: SeenDocument): boolean {
  const values = valuesOf(field, document);
  return values === undefined || values.length > 0;
}

/** Undefined: there is no body to look into. */
export function valuesOf(field: string, document: SeenDocument): readonly unknown[] | undefined {
  if (field === '_id') return [document.id];
  if (field === '_seq_no') return [document.seqNo];
  if (field === '_routing') return listOf(document.routing);
  if (document.source === null) return undefined;
  const path = field.replace(/\.keyword$/, '').split('.');
  return listOf(
    path.reduce<unknown>((value, name) => (isJsonObject(value) ? value[name] : undefined), document.source),
  );
}

function isWithin(value: unknown, wanted: unknown): boolean {
  if (!isJsonObject(wanted)) return false;
  const { gte, gt, lte, lt, format } = wanted;
  const seen = format === 'epoch_millis' && typeof value === 'string' ? Date.parse(value) : value;
  const order = (bound: unknown): number => compare(seen, bound);
  return (
    (gte === undefined || gte === null || order(gte) >= 0) &&
    (gt === undefined || gt === null || order(gt) > 0) &&
    (lte === undefined || lte === null || order(lte) <= 0) &&
    (lt === undefined || lt === null || order(lt) < 0)
  );
}

function compare(left: unknown, right: unknown): number {
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return String(left) < String(right) ? -1 : Number(String(left) !== String(right));
}

function isOneOf(value: unknown, wanted: unknown): boolean {
  const given = isJsonObject(wanted) ? (wanted['value'] ?? wanted['query']) : wanted;
  return listOf(given).some((candidate) => String(candidate) === String(value));
}

function negated(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Where in a row of documents without bodies the verdict can change: bounds of sequence numbers, and ids. */
export interface Turns {
  readonly seqNos: readonly number[];
  readonly ids: readonly string[];
}

export function turnsOf(query: unknown): Turns {
  if (Array.isArray(query)) return merged(query.map(turnsOf));
  if (!isJsonObject(query)) return { seqNos: [], ids: [] };
  return merged(
    Object.entries(query).map(([name, value]) => {
      if (name === '_seq_no') return { seqNos: numbersIn(value), ids: [] };
      if (name === '_id' || name === 'values') return { seqNos: [], ids: textsIn(value) };
      return turnsOf(value);
    }),
  );
}

function merged(turns: readonly Turns[]): Turns {
  return { seqNos: turns.flatMap(({ seqNos }) => seqNos), ids: turns.flatMap(({ ids }) => ids) };
}

function numbersIn(value: unknown): readonly number[] {
  const members = isJsonObject(value) ? Object.values(value) : listOf(value);
  return members
    .flatMap((member) => (Array.isArray(member) ? member : [member]))
    .map(Number)
    .filter(Number.isFinite);
}

function textsIn(value: unknown): readonly string[] {
  const members = isJsonObject(value) ? Object.values(value) : listOf(value);
  return members.flatMap((member) => (Array.isArray(member) ? member : [member])).map(String);
}
