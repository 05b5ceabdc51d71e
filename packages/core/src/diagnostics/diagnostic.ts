import type { DiagnosticCode } from './codes.ts';

/** A place in a source text. Lines and columns count from 1; the column counts UTF-16 code units, as editors do. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** `end` is exclusive. */
export interface SourceRange {
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

export type Severity = 'error' | 'warning';

/**
 * A finding for the user: a value, collected with all others and never thrown. `summary` says what in a few words,
 * `detail` why and what follows in full sentences, `hint` how to fix it.
 */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  readonly file?: string;
  readonly range?: SourceRange;
  /** Other places that are part of the finding; in the same file unless one is named. */
  readonly related?: readonly { readonly file?: string; readonly range: SourceRange; readonly label: string }[];
  /** Places in the file whose text may be secret; it is never shown. */
  readonly sensitive?: readonly SourceRange[];
  /** Where in the document, as keys: `migrations.orders.with.InstanceId`. */
  readonly path?: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
