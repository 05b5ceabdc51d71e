import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { createRangeFinder } from '../../diagnostics/range-finder.ts';
import { decodeText, type EncodingFault } from '../../value/decode-text.ts';
import { isValueObject, type ValueObject } from '../../value/value.ts';
import type { PlanSource } from '../plan.ts';
import { buildValue } from './build-value.ts';
import { capFindings, MAX_FINDINGS } from './findings.ts';
import { parseYaml } from './parse-yaml.ts';
import { createPlanSource } from './plan-source.ts';
import type { TextProblem } from './text-problem.ts';

/** The text of a plan may be this long; about 200,000 units with a line each fit. */
export const DEFAULT_MAX_SIZE_BYTES: number = 16 * 1024 * 1024;

/** A readable document: a map, with references found, before anything is known about its meaning. */
export interface PlanDocument {
  readonly root: ValueObject;
  readonly source: PlanSource;
  /** The keys of a map of the document, in its order. */
  keysOf(map: ValueObject): readonly string[];
}

/** Text, or the bytes of a file → document. Mistakes in them are problems; without a document there is at least one. */
export function readDocument(
  source: string | Uint8Array,
  options: { readonly file: string; readonly maxSizeBytes?: number },
): { readonly document: PlanDocument | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { text, fault } = typeof source === 'string' ? { text: source } : decodeText(source);
  const findRange = createRangeFinder(text);
  const sizeBytes = typeof source === 'string' ? Buffer.byteLength(source) : source.length;
  const refused =
    refuseSize(sizeBytes, options.maxSizeBytes ?? DEFAULT_MAX_SIZE_BYTES) ?? refuseBytes(fault) ?? refuseText(text);
  if (refused !== undefined) return unreadable([refused]);
  const parsed = parseYaml(text);
  if (parsed.document === undefined || parsed.problems.length > 0) return unreadable(parsed.problems);
  const root = parsed.document.contents;
  const built = buildValue(root, text);
  const places = createPlanSource({
    file: options.file,
    text,
    root,
    targets: built.targets,
    written: built.written,
    findRange,
  });
  if (!built.isComplete) return unreadable(built.problems);
  if (!isValueObject(built.value)) return unreadable([...built.problems, notAMap(built.value === null, text)]);
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

function refuseSize(sizeBytes: number, maxSizeBytes: number): TextProblem | undefined {
  if (sizeBytes <= maxSizeBytes) return undefined;
  return {
    code: 'PLAN_TOO_LARGE',
    start: 0,
    end: 0,
    summary: 'plan file too large',
    detail: `The file has ${sizeBytes} bytes; at most ${maxSizeBytes} are read.`,
    hint: 'Split the plan.',
  };
}

/** Bytes that are no text would reach the vendor as other characters than the ones that were meant. */
function refuseBytes(fault: EncodingFault | undefined): TextProblem | undefined {
  if (fault === undefined) return undefined;
  const place = { code: 'PLAN_ENCODING', start: fault.offset, end: fault.offset + 1 } as const;
  if (fault.kind === 'utf-16') {
    return {
      ...place,
      summary: 'file in UTF-16',
      detail: 'A plan is a text file in UTF-8; this one has two bytes for each character.',
      hint: 'Save it as UTF-8. Windows PowerShell: `Set-Content -Encoding utf8`; elsewhere: `iconv -f UTF-16 -t UTF-8`.',
    };
  }
  const byte = `0x${fault.byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return {
    ...place,
    summary: 'file that is not UTF-8',
    detail: `Byte ${fault.byteOffset + 1} of the file (${byte}) is not part of a character in UTF-8. The file may be in Latin-1 or Windows-1252.`,
    hint: 'Save it as UTF-8, for example by `iconv -f WINDOWS-1252 -t UTF-8`.',
  };
}

function refuseText(text: string): TextProblem | undefined {
  return refuseLineEnds(text) ?? refuseControlCharacter(text);
}

/** A lone carriage return was the line end of old Macs. The YAML library takes it for a part of the line. */
function refuseLineEnds(text: string): TextProblem | undefined {
  const start = text.search(/\r(?!\n)/);
  if (start === -1) return undefined;
  const isAlone = !text.includes('\n');
  return {
    code: 'PLAN_LINE_ENDS',
    start,
    end: start + 1,
    summary: isAlone ? 'old Mac line ends' : 'carriage return inside a line',
    detail: isAlone
      ? 'The lines of this file end with a carriage return alone, so the whole file is one line.'
      : 'A carriage return without a line feed after it ends a line for some programs and not for others.',
    hint: isAlone
      ? "Change the line ends, for example by `tr '\\r' '\\n'`, or save the file with Unix line ends."
      : 'Remove it, or write it as `\\r` in double quotes.',
  };
}

/** YAML 1.2 allows tab, line feed and carriage return, and no other control character. */
function refuseControlCharacter(text: string): TextProblem | undefined {
  const at = text.search(/[[\p{Cc}\ufffe\uffff]--[\t\n\r]]/v);
  if (at === -1) return undefined;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    code: 'PLAN_CONTROL_CHARACTER',
    start: at,
    end: at + 1,
    summary: `control character U+${code}`,
    detail: 'A plan is a text file in UTF-8; YAML allows no control characters but tabs and line ends.',
    hint: 'Remove it, or write it as an escape in double quotes. The file may not be UTF-8.',
  };
}

function notAMap(isEmpty: boolean, text: string): TextProblem {
  const hint = 'Start with `version: 1`, `name:`, `providers:` and `migrations:`.';
  if (isEmpty) {
    return {
      code: 'PLAN_EMPTY',
      start: 0,
      end: 0,
      summary: 'empty plan',
      detail: 'The file holds nothing but comments or space.',
      hint,
    };
  }
  return {
    code: 'PLAN_NOT_A_MAP',
    start: 0,
    end: text.length,
    summary: 'a plan is a map',
    detail: 'The outermost value of a plan file is a map of keys and values; this one is a single value or a list.',
    hint,
  };
}
