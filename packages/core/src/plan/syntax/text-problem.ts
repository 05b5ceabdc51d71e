import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import type { Severity } from '../../diagnostics/diagnostic.ts';

/** A mistake found while reading the text; `start` and `end` are offsets in it. */
export interface TextProblem {
  /** @default `error` */
  readonly severity?: Severity;
  readonly code: DiagnosticCode;
  readonly start: number;
  readonly end: number;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
}

/** Nesting of collections in a plan. What systems take is far below: 20 levels in the definition of an index. */
export const MAX_DEPTH: number = 100;

export function tooDeep(offset: number): TextProblem {
  return {
    code: 'PLAN_TOO_DEEP',
    start: offset,
    end: offset + 1,
    summary: 'nested too deeply',
    detail: `Lists and maps may be nested at most ${MAX_DEPTH} levels deep.`,
    hint: 'Flatten the value, or give JSON text where the vendor takes it.',
  };
}
