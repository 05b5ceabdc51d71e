import { type Diagnostic, defined, hasErrors } from '@waybill/core';
import { JSON_FORMAT } from '../../json-format.ts';
import type { JsonDiagnostics, JsonPosition, NextStep } from './json-objects.ts';

/** Findings as one object for programs. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[], next: readonly NextStep[] = []): JsonDiagnostics {
  return {
    format_version: JSON_FORMAT,
    kind: 'diagnostics',
    valid: !hasErrors(diagnostics),
    diagnostics: diagnostics.map(({ severity, code, summary, detail, hint, file, path, range, related }) => ({
      severity,
      code,
      summary,
      detail,
      ...defined({
        hint,
        file,
        path,
        start: range && position(range.start),
        end: range && position(range.end),
        related: related?.map(({ file: elsewhere, range: at, label }) => ({
          ...defined({ file: elsewhere }),
          label,
          start: position(at.start),
          end: position(at.end),
        })),
      }),
    })),
    next_steps: next,
  };
}

function position({ line, column }: JsonPosition): JsonPosition {
  return { line, column };
}
