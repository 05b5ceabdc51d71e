import type { Report } from '@waybill/core';
import { documentJsonChunks } from '@waybill/node/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { renderHtml } from '../html/render-html.ts';
import type { PreviewFormat } from '../preview/print-preview.ts';
import type { Style } from '../text/style.ts';
import { renderReport } from './render-report.ts';
import { renderReportMarkdown } from './render-report-markdown.ts';

export interface WriteReportOptions {
  readonly format: PreviewFormat;
  readonly nextSteps: readonly NextStep[];
  /** Of text. */
  readonly style: Style;
  /**
   * The units of a large plan are packed in JSON.
   *
   * @default false
   */
  readonly isFile?: boolean;
}

/** A report in the form that was asked for, in pieces: of a large plan it is longer than a string can be. */
export function* writeReport(
  report: Report,
  { format, nextSteps, style, isFile = false }: WriteReportOptions,
): Generator<string> {
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
    case 'json': {
      const whole = { ...report, next_steps: nextSteps };
      yield* documentJsonChunks(whole, { packsUnits: isFile });
      yield '\n';
    }
  }
}
