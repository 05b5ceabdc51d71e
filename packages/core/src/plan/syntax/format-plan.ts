import { isDeepStrictEqual } from 'node:util';
import {
  type CollectionTag,
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
  type ScalarTag,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.ts';
import { createRangeFinder } from '../../diagnostics/range-finder.ts';
import { alignComments, type Comment, findComments } from './align-comments.ts';
import { parseYaml } from './parse-yaml.ts';
import { type PlanDocument, readDocument } from './read-document.ts';

export interface FormattedPlan {
  /** Undefined when the text cannot be read: then a diagnostic is an error. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Keys of a plan in the order of reading; other keys stand behind them, as they are. */
const HEAD: readonly string[] = ['version', 'name', 'description'];
const SECTIONS: readonly string[] = ['inputs', 'secrets', 'providers', 'defaults', 'moved', 'migrations'];
const KEYS: readonly string[] = [...HEAD, ...SECTIONS];

/** Two or three settle every text that was seen; a text that does not settle is left as it is. */
const MAX_PASSES = 6;

/**
 * The text in canonical form: two spaces, sections in the order of reading with an empty line before each, one empty line
 * at most elsewhere, comments behind values aligned where lines follow each other, quotes and number forms as written,
 * lines never folded. It means the same and has every comment: that is checked before it is given, and a text for which
 * it does not hold is given back as it was, with a warning.
 */
export function formatPlan(source: string | Uint8Array, options: { readonly file: string }): FormattedPlan {
  const before = readDocument(source, options);
  if (before.document === undefined || hasErrors(before.diagnostics)) {
    return { text: undefined, diagnostics: before.diagnostics };
  }
  const { text } = before.document.source;
  for (const isSorted of [true, false]) {
    const formatted = printUntilStable(text, isSorted);
    if (formatted !== undefined && isFaithful(before.document, text, formatted)) {
      return {
        text: hasWindowsLineEnds(text) ? formatted.replaceAll('\n', '\r\n') : formatted,
        diagnostics: before.diagnostics,
      };
    }
  }
  return { text, diagnostics: [...before.diagnostics, leftAsItIs(text, options.file, lostComment(text))] };
}

/** Where a comment belongs can look different in the printed text: what is printed has to print as itself. */
function printUntilStable(text: string, isSorted: boolean): string | undefined {
  let current: string | undefined = text;
  for (let pass = 0; pass < MAX_PASSES && current !== undefined; pass += 1) {
    const printed = print(current, isSorted);
    if (printed === current) return printed;
    current = printed;
  }
  return undefined;
}

/** A checkout on Windows has them in every line: only what they end is formatted. Where both are used, line feeds stay. */
function hasWindowsLineEnds(text: string): boolean {
  return /\r\n/.test(text) && !/(?<!\r)\n/.test(text);
}

function print(text: string, isSorted: boolean): string | undefined {
  const { document } = parseYaml(text);
  if (document === undefined || !isMap(document.contents)) return undefined;
  document.schema.tags = document.schema.tags.map(canonicalTag);
  if (isSorted) sortSections(document.contents, document);
  separateSections(document.contents);
  visit(document, {
    Pair: (_key, pair) => keepBesideKey(pair, text),
    Node: (_key, node) => {
      joinEmptyLines(node);
      if (isCollection(node)) printCanonically(node, text);
    },
  });
  joinEmptyLines(document);
  try {
    return alignComments(document.toString({ lineWidth: 0 }), text);
  } catch {
    // An alias that the new order would put before its anchor.
    return undefined;
  }
}

/** The same value, and the same comments whatever their order. */
function isFaithful(before: PlanDocument, text: string, formatted: string): boolean {
  const after = readDocument(formatted, { file: '' }).document;
  if (after === undefined || !isDeepStrictEqual(after.root, before.root)) return false;
  return isDeepStrictEqual(commentTexts(formatted).toSorted(), commentTexts(text).toSorted());
}

function lostComment(text: string): Comment | undefined {
  const kept = Map.groupBy(commentTexts(print(text, false) ?? ''), (comment) => comment);
  return findComments(text).find((comment) => kept.get(comment.text)?.pop() === undefined);
}

function commentTexts(text: string): readonly string[] {
  return findComments(text).map((comment) => comment.text);
}

/** Numbers, booleans and null as they were written; texts never folded. */
function canonicalTag(tag: CollectionTag | ScalarTag): CollectionTag | ScalarTag {
  if (tag.collection !== undefined || tag.stringify === undefined) return tag;
  const { stringify } = tag;
  if (tag.tag !== 'tag:yaml.org,2002:str') {
    return { ...tag, stringify: (item, ...rest) => item.source ?? stringify(item, ...rest) };
  }
  return { ...tag, stringify: (item, context, ...rest) => stringify(item, withLineWidth(context, 0), ...rest) };
}

/** Padding inside braces, none inside brackets; what spans lines gets one line for each entry. */
function printCanonically(collection: YAMLMap | YAMLSeq, text: string): void {
  const print = collection.toString.bind(collection);
  const lineWidth = spansLines(collection, text) ? 1 : 0;
  collection.toString = (context, ...rest) =>
    context === undefined
      ? print()
      : print({ ...withLineWidth(context, lineWidth), flowCollectionPadding: isMap(collection) ? ' ' : '' }, ...rest);
}

type Context = Parameters<NonNullable<ScalarTag['stringify']>>[1];

/** The library breaks a collection in brackets into lines when it is wider than this. */
function withLineWidth(context: Context, lineWidth: number): Context {
  return { ...context, options: { ...context.options, lineWidth } };
}

function spansLines(node: YAMLMap | YAMLSeq, text: string): boolean {
  if (node.flow !== true || node.range === undefined || node.range === null) return false;
  return text.slice(node.range[0], node.range[1]).includes('\n');
}

/** The comment at the start of the file is about the file and stays there; every other one goes with its key. */
function sortSections(root: YAMLMap, document: Document): void {
  const sorted = root.items.toSorted((one, other) => rank(one) - rank(other));
  if (sorted.every((pair, index) => pair === root.items[index])) return;
  const first = keyNode(root.items[0]);
  if (typeof document.commentBefore !== 'string' && typeof first?.commentBefore === 'string') {
    const paragraphs = first.commentBefore.split(/\n{2,}/);
    first.commentBefore = paragraphs.length === 1 ? null : (paragraphs.pop() ?? null);
    document.commentBefore = paragraphs.join('\n\n');
  }
  for (const pair of sorted) {
    const key = keyNode(pair);
    if (key !== undefined && HEAD.includes(nameOf(pair))) key.spaceBefore = false;
  }
  root.items = sorted;
}

function rank(pair: Pair): number {
  const name = nameOf(pair);
  const index = KEYS.indexOf(name);
  // Anchors come before what repeats them.
  if (name.startsWith('x-')) return HEAD.length - 0.5;
  return index === -1 ? KEYS.length : index;
}

function separateSections(root: YAMLMap): void {
  for (const pair of root.items.slice(1)) {
    const key = keyNode(pair);
    const name = nameOf(pair);
    if (key !== undefined && (SECTIONS.includes(name) || name.startsWith('x-'))) key.spaceBefore = true;
  }
}

/** Empty lines between comments are part of their text. */
function joinEmptyLines(node: Node | Document): void {
  if (typeof node.commentBefore === 'string') node.commentBefore = node.commentBefore.replace(/\n{3,}/g, '\n\n');
  if (typeof node.comment === 'string')
    node.comment = node.comment
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+/, '\n')
      .replace(/\n+$/, '');
}

/** The library would put a comment behind a key (`orders:  # why`) on a line of its own, below. */
function keepBesideKey({ key, value }: Pair<unknown, unknown>, text: string): void {
  if (!isScalar(key) || !isCollection(value) || value.flow === true || key.comment) return;
  if (typeof value.commentBefore !== 'string' || key.range === undefined || key.range === null) return;
  const [, end = 0] = /^[ \t]*:[ \t]+#(.*)/.exec(text.slice(key.range[1])) ?? [];
  const [first = '', ...others] = value.commentBefore.split('\n');
  if (first !== end) return;
  key.comment = first;
  value.commentBefore = others.length === 0 ? null : others.join('\n');
}

function nameOf(pair: Pair): string {
  const key = keyNode(pair);
  return isScalar(key) ? String(key.value) : '';
}

function keyNode(pair: Pair | undefined): Node | undefined {
  return isPair(pair) && isScalar(pair.key) ? pair.key : undefined;
}

function leftAsItIs(text: string, file: string, lost: Comment | undefined): Diagnostic {
  const start = lost?.offset ?? 0;
  return {
    severity: 'warning',
    code: 'PLAN_NOT_FORMATTED',
    summary: 'left as it is',
    detail:
      lost === undefined
        ? 'Formatting would not be stable or would change the meaning of this file, so nothing was changed.'
        : 'Formatting would lose this comment, so nothing was changed.',
    hint: 'Put comments on separate lines, above the key that they are about.',
    file,
    range: createRangeFinder(text)(start, start + (lost?.text.length ?? 0)),
  };
}
