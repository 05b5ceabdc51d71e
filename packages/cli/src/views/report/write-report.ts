import type { Report } from '@waybill/core';
import { documentJsonChunks } from '@waybill/node/internal';
import type { NextStep } from '../documents/json-objects.ts';
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
export async function writeReport(
  report: Report,
  { format, nextSteps, style, isFile = false }: WriteReportOptions,
): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return [`${renderReport(report, nextSteps, style)}\n`];
    case 'markdown':
      return [renderReportMarkdown(report, nextSteps)];
    case 'html':
      // With what draws graphs: other forms do not load it.
      return (await import('../html/render-html.ts')).renderHtml(report, { nextSteps });
    case 'json':
      return jsonOf({ ...report, next_steps: nextSteps }, isFile);
  }
}

function* jsonOf(whole: Report & { readonly next_steps: readonly NextStep[] }, isFile: boolean): Generator<string> {
  yield* documentJsonChunks(whole, { packsUnits: isFile });
  yield '\n';
}
