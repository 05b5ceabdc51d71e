import type { Report } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import { renderHtml } from '../html/render-html.ts';
import { previewJsonChunks } from '../preview/preview-json.ts';
import type { PreviewFormat } from '../preview/print-preview.ts';
import type { Style } from '../text/style.ts';
import { renderReport } from './render-report.ts';
import { renderReportMarkdown } from './render-report-markdown.ts';

export interface WriteReportOptions {
  readonly format: PreviewFormat;
  readonly nextSteps: readonly NextStep[];
  /** Of text. */
  readonly style: Style;
}

/** A report in the form that was asked for, in pieces: of a large plan it is longer than a string can be. */
export function* writeReport(report: Report, { format, nextSteps, style }: WriteReportOptions): Generator<string> {
  switch (format) {
    case 'text':
      yield `${renderReport(report, nextSteps, style)}\n`;
      return;
    case 'markdown':
      yield renderReportMarkdown(report, nextSteps);
      return;
    case 'html':
      yield* renderHtml(report, { nextSteps });
      return;
    case 'json':
      yield* reportJsonChunks(report, nextSteps);
      yield '\n';
  }
}

function* reportJsonChunks(report: Report, nextSteps: readonly NextStep[]): Generator<string> {
  let separator = '{';
  for (const [name, value] of Object.entries({ ...report, next_steps: nextSteps })) {
    yield `${separator}${JSON.stringify(name)}:`;
    if (name === 'preview') yield* previewJsonChunks(report.preview);
    else if (name === 'units') yield* unitChunks(report.units);
    else yield JSON.stringify(value);
    separator = ',';
  }
  yield '}';
}

function* unitChunks(units: readonly object[]): Generator<string> {
  let separator = '[';
  for (const unit of units) {
    yield `${separator}${JSON.stringify(unit)}`;
    separator = ',';
  }
  yield units.length === 0 ? '[]' : ']';
}
