import { type Diagnostic, hasErrors } from '@waybill/core';
import { JSON_FORMAT } from '../json-format.ts';
import type { JsonDiagnostics, JsonPosition } from './json-objects.ts';

/** Findings as one object for programs. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): JsonDiagnostics {
  return {
    format_version: JSON_FORMAT,
    kind: 'diagnostics',
    valid: !hasErrors(diagnostics),
    diagnostics: diagnostics.map(({ severity, code, summary, detail, hint, file, path, range }) => ({
      severity,
      code,
      summary,
      detail,
      ...(hint === undefined ? {} : { hint }),
      ...(file === undefined ? {} : { file }),
      ...(path === undefined ? {} : { path }),
      ...(range === undefined ? {} : { start: position(range.start), end: position(range.end) }),
    })),
  };
}

function position({ line, column }: JsonPosition): JsonPosition {
  return { line, column };
}
