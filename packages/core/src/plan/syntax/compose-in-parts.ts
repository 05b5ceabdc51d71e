import {
  Composer,
  type CST,
  type Document,
  isCollection,
  isPair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { defined } from '../../value/defined.ts';
import type { Sliced } from '../../value/sliced.ts';
import { type BlockCollection, collectionOf, type SplitCollection, splitCollection } from './split-collection.ts';

export const COMPOSER_OPTIONS = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Some milliseconds of work. */
const RUN_LENGTH = 65_536;

interface PartOptions {
  readonly textLength: number;
  /**
   * How much text is composed in one slice.
   *
   * @default 65_536
   */
  readonly runLength?: number;
}

/**
 * The tokens of one document → what the library composes of them, in slices: the items of a long collection are composed
 * as collections of their own, which begin where the last one ends, and joined. Undefined where it has to be one call of the
 * library: for a short text, for more than one document, and for a text with mistakes, whose order is then the library's.
 */
export function* composeInParts(
  tokens: readonly CST.Token[],
  { textLength, runLength = RUN_LENGTH }: PartOptions,
): Sliced<Document.Parsed | undefined> {
  const token = tokens.at(-1);
  const before = tokens.slice(0, -1);
  if (token?.type !== 'document' || before.some(({ type }) => type === 'document')) return undefined;
  const split = hasTag(token) ? undefined : splitCollection(token.value, { end: textLength, runLength });
  if (split === undefined) return undefined;
  const head = { ...token, value: collectionOf(split, 0, split.token.offset), end: [] };
  const document = composeOne([...before, head]);
  if (document === undefined || !(yield* addRuns(document.contents, split))) return undefined;
  return withEnd(document, token);
}

function hasTag({ start }: CST.Document): boolean {
  return start.some(({ type }) => type === 'tag');
}

/** Undefined for more than one, and with mistakes in it. */
function composeOne(tokens: readonly CST.Token[]): Document.Parsed | undefined {
  const [document, ...others] = new Composer(COMPOSER_OPTIONS).compose(tokens);
  if (document === undefined || others.length > 0) return undefined;
  return document.errors.length + document.warnings.length === 0 ? document : undefined;
}

type Composed = YAMLMap.Parsed | YAMLSeq.Parsed;

/** Appends all runs but the first, which `node` has, and those of the collections in them. False where that cannot be. */
function* addRuns(node: ParsedNode | null | undefined, split: SplitCollection): Sliced<boolean> {
  if (!isCollection(node)) return false;
  const whole = node as Composed;
  for (const [index, { inner }] of split.runs.entries()) {
    if (index > 0) {
      yield;
      const part = composeRun(collectionOf(split, index, whole.range[1]));
      if (part === undefined || !append(whole, part)) return false;
    }
    if (inner !== undefined) {
      const value = lastValue(whole);
      if (!(yield* addRuns(value, inner))) return false;
      const end = value?.range[2] ?? whole.range[2];
      whole.range = [whole.range[0], end, end];
    }
  }
  return true;
}

function composeRun(value: BlockCollection): Composed | undefined {
  const contents = composeOne([{ type: 'document', offset: value.offset, start: [], value }])?.contents;
  return isCollection(contents) ? (contents as Composed) : undefined;
}

/** After the comment at its end a collection has no more items, so false there. */
function append(whole: Composed, part: Composed): boolean {
  if (whole.comment !== undefined || whole.range[1] !== whole.range[2]) return false;
  const items: unknown[] = whole.items;
  for (const item of part.items) items.push(item);
  whole.range = [whole.range[0], part.range[1], part.range[2]];
  if (part.comment !== undefined) whole.comment = part.comment;
  return true;
}

function lastValue({ items }: Composed): ParsedNode | null | undefined {
  const last = items.at(-1);
  return isPair(last) ? last.value : last;
}

/** What the library makes of the tokens after the value: the comment, and where the document ends. */
function withEnd(document: Document.Parsed, { end }: CST.Document): Document.Parsed | undefined {
  const contentEnd = document.contents?.range[2] ?? document.range[1];
  const empty = composeOne([{ type: 'document', offset: contentEnd, start: [], ...defined({ end }) }]);
  if (empty === undefined) return undefined;
  document.range = [document.range[0], contentEnd, empty.range[2]];
  if (empty.comment !== null) document.comment = empty.comment;
  return document;
}
