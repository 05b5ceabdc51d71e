import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { createRangeFinder } from '../../diagnostics/range-finder.ts';
import { atOnce, type Sliced } from '../../value/sliced.ts';
import { isValueObject, type ValueObject } from '../../value/value.ts';
import type { PlanSource } from '../plan.ts';
import { buildValueSliced } from './build-value.ts';
import { capFindings, MAX_FINDINGS } from './findings.ts';
import { parseYamlSliced } from './parse-yaml.ts';
import { createPlanSource } from './plan-source.ts';
import { readText } from './read-text.ts';
import type { TextProblem } from './text-problem.ts';

/** The text of a plan may be this long; about 200,000 units with a line each fit. */
const DEFAULT_MAX_SIZE_BYTES: number = 16 * 1024 * 1024;

/** A readable document: a map, with references found, before anything is known about its meaning. */
export interface PlanDocument {
  readonly root: ValueObject;
  readonly source: PlanSource;
  /** The keys of a map of the document, in its order. */
  keysOf(map: ValueObject): readonly string[];
}

/** Text, or the bytes of a file → document. Mistakes in them are problems; without a document there is at least one. */
export function readDocument(source: string | Uint8Array, options: ReadOptions): ReadDocument {
  return atOnce(readDocumentSliced(source, options));
}

interface ReadOptions {
  readonly file: string;
  readonly maxSizeBytes?: number;
  /**
   * What the file is, for the words about one that is no map.
   *
   * @default 'plan'
   */
  readonly isOf?: keyof typeof NO_MAP;
}

export interface ReadDocument {
  readonly document: PlanDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `readDocument` does. */
export function* readDocumentSliced(source: string | Uint8Array, options: ReadOptions): Sliced<ReadDocument> {
  const maxSizeBytes = options.maxSizeBytes ?? DEFAULT_MAX_SIZE_BYTES;
  const { text, refused } = readText(source, { noun: 'plan', maxSizeBytes });
  const findRange = createRangeFinder(text);
  if (refused !== undefined) return unreadable([refused]);
  const parsed = yield* parseYamlSliced(text);
  if (parsed.document === undefined || parsed.problems.length > 0) return unreadable(parsed.problems);
  const root = parsed.document.contents;
  const built = yield* buildValueSliced(root, text);
  yield;
  const places = createPlanSource({
    file: options.file,
    text,
    root,
    targets: built.targets,
    written: built.written,
    findRange,
  });
  if (!built.isComplete) return unreadable(built.problems);
  if (!isValueObject(built.value))
    return unreadable([...built.problems, notAMap(built.value === null, { text, isOf: options.isOf ?? 'plan' })]);
  return {
    document: { root: built.value, source: places, keysOf: (map) => built.keyOrder.get(map) ?? Object.keys(map) },
    diagnostics: toDiagnostics(built.problems),
  };

  function unreadable(problems: readonly TextProblem[]): { document: undefined; diagnostics: readonly Diagnostic[] } {
    return { document: undefined, diagnostics: capFindings(toDiagnostics(problems)) };
  }

  /** One more than a reader is shown, so that the list can say that there are more. */
  function toDiagnostics(problems: readonly TextProblem[]): readonly Diagnostic[] {
    return problems.slice(0, MAX_FINDINGS + 1).map(toDiagnostic);
  }

  function toDiagnostic({ start, end, ...words }: TextProblem): Diagnostic {
    return { severity: 'error', ...words, file: options.file, range: findRange(start, end) };
  }
}

const NO_MAP = {
  plan: {
    empty: 'empty plan',
    summary: 'a plan is a map',
    file: 'a plan file',
    hint: 'Start with `version: 1`, `name:`, `providers:` and `migrations:`.',
  },
  environment: {
    empty: 'no values',
    summary: 'the values of an environment are a map',
    file: 'a file of values',
    hint: 'Write one line for each input: its name, a colon and its value, such as `region: eu-de`.',
  },
} as const;

function notAMap(
  isEmpty: boolean,
  { text, isOf }: { readonly text: string; readonly isOf: keyof typeof NO_MAP },
): TextProblem {
  const { empty, summary, file, hint } = NO_MAP[isOf];
  if (isEmpty) {
    return {
      code: 'PLAN_EMPTY',
      start: 0,
      end: 0,
      summary: empty,
      detail: 'The file holds nothing but comments or space.',
      hint,
    };
  }
  return {
    code: 'PLAN_NOT_A_MAP',
    start: 0,
    end: text.length,
    summary,
    detail: `The outermost value of ${file} is a map of keys and values; this one is a single value or a list.`,
    hint,
  };
}
