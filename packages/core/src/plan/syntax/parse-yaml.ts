import { Composer, type CST, type Document, Lexer, Parser, type YAMLError } from 'yaml';
import { defined } from '../../value/defined.ts';
import { atOnce, type Sliced } from '../../value/sliced.ts';
import { COMPOSER_OPTIONS, composeInParts } from './compose-in-parts.ts';
import { describeYamlError, UNNAMED_SYNTAX_ERROR } from './describe-yaml-error.ts';
import { explainUnquotedReferences } from './explain-unquoted-references.ts';
import { findPlainLines, withoutPlainLines } from './plain-lines.ts';
import { restorePlainLines } from './restore-plain-lines.ts';
import { MAX_DEPTH, type TextProblem, tooDeep } from './text-problem.ts';

/** Some milliseconds of work. */
const LEXEMES_PER_SLICE = 5_000;

const LEAST_PLAIN_LINES = 100;

export interface ParsedYaml {
  readonly document: Document.Parsed | undefined;
  readonly problems: readonly TextProblem[];
}

/**
 * Text → syntax tree, YAML 1.2 core schema. Duplicate keys are left to the caller: the library compares every key with
 * every other. Never throws; without a document there is at least one problem.
 */
export function parseYaml(text: string): ParsedYaml {
  return atOnce(parseYamlSliced(text));
}

/** What `parseYaml` does. */
export function* parseYamlSliced(text: string, limits: ParseLimits = {}): Sliced<ParsedYaml> {
  const runs = yield* findPlainLines(text, limits.leastPlainLines ?? LEAST_PLAIN_LINES);
  if (runs.length === 0) return yield* parseWhole(text, limits);
  const shorter = yield* parseWhole(withoutPlainLines(text, runs), limits);
  // Mistakes have their places in the whole text, and in the library's order.
  const isRight = shorter.document !== undefined && shorter.problems.length === 0;
  if (isRight && (yield* restorePlainLines(shorter.document, runs, text))) return shorter;
  return yield* parseWhole(text, limits);
}

interface ParseLimits {
  /**
   * So many lines that are plainly items of one collection are read without the library, which takes several times longer.
   *
   * @default 100
   */
  readonly leastPlainLines?: number;
  /** As for `composeInParts`. */
  readonly runLength?: number;
}

function* parseWhole(text: string, { runLength }: ParseLimits): Sliced<ParsedYaml> {
  let document: Document.Parsed | undefined;
  try {
    const tokens = yield* lexWithinLimits(text);
    yield;
    document = yield* composeInParts(tokens, { textLength: text.length, ...defined({ runLength }) });
    if (document === undefined) {
      for (const next of new Composer(COMPOSER_OPTIONS).compose(tokens, true, text.length)) {
        if (document !== undefined) return { document: undefined, problems: [secondDocument(next.range[0], text)] };
        document = next;
      }
    }
    yield;
  } catch (error) {
    if (error instanceof TooDeep) return { document: undefined, problems: [tooDeep(error.offset)] };
    if (error instanceof RangeError) return { document: undefined, problems: [tooDeep(0)] };
    throw error;
  }
  const errors: readonly YAMLError[] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  return {
    document,
    problems: withoutEchoes(
      explainUnquotedReferences(
        errors.map((error) => describeYamlError(error, text)),
        text,
      ),
    ),
  };
}

/** After one syntax error the parser trips over much that is fine: what it cannot name is then left out. */
function withoutEchoes(problems: readonly TextProblem[]): readonly TextProblem[] {
  return problems.filter((problem, index) => index === 0 || problem.summary !== UNNAMED_SYNTAX_ERROR);
}

class TooDeep extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('collections nested too deeply');
    this.offset = offset;
  }
}

/**
 * The library's own token stream, watched: it recurses once per level, so depth is limited before it starts. Levels come
 * from brackets and from indicators in one line (`- - -`); levels by indentation need text quadratic in the depth, which
 * the size limit bounds. A token is a whole document, a comment or a directive.
 */
function* lexWithinLimits(text: string): Sliced<readonly CST.Token[]> {
  const tokens: CST.Token[] = [];
  const lexer = new Lexer();
  const parser = new Parser();
  let offset = 0;
  let brackets = 0;
  let indicators = 0;
  let lexemes = 0;
  for (const lexeme of lexer.lex(text)) {
    if (lexeme === '[' || lexeme === '{') brackets += 1;
    else if (lexeme === ']' || lexeme === '}') brackets -= 1;
    else if (lexeme === '-' || lexeme === '?') indicators += 1;
    else if (lexeme === '\n' || lexeme === '\r\n') indicators = 0;
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) throw new TooDeep(offset);
    // The lexer announces scalars and document starts with a control character that is not part of the text.
    if (lexeme !== '\u001f' && lexeme !== '\u0002' && lexeme !== '\u0018') offset += lexeme.length;
    // The parser takes the mark for a column, and a list in the first one for a list below something.
    if (lexeme === '\ufeff') parser.offset += lexeme.length;
    else tokens.push(...parser.next(lexeme));
    lexemes += 1;
    if (lexemes % LEXEMES_PER_SLICE === 0) yield;
  }
  tokens.push(...parser.end());
  return tokens;
}

function secondDocument(start: number, text: string): TextProblem {
  return {
    code: 'PLAN_YAML_DOCUMENTS',
    start,
    end: Math.min(start + 3, text.length),
    summary: 'more than one document in the file',
    detail: 'A plan or an inventory is one YAML document; `---` starts a second one here.',
    hint: 'Keep one document in the file, and give the other a file of its own.',
  };
}
