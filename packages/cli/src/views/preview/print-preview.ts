import type { Preview } from '@waybill/core';
import { documentJsonChunks } from '@waybill/node';
import type { CliIo } from '../../cli-io.ts';
import type { CommonFlags } from '../../plan-options.ts';
import type { NextStep } from '../documents/json-objects.ts';
import { renderHtml } from '../html/render-html.ts';
import { createStyle } from '../text/style.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPreview } from './render-preview.ts';

export type PreviewFormat = 'text' | 'markdown' | 'html' | 'json';

export interface PrintPreviewOptions {
  readonly format: PreviewFormat;
  /** Of Markdown. */
  readonly maxBytes: number;
  readonly listsUnits: boolean;
  readonly showsRequests: boolean;
  readonly isConcise: boolean;
  readonly nextSteps: readonly NextStep[];
}

/** Writes a preview to stdout in the form that was asked for. */
export function printPreview(preview: Preview, options: PrintPreviewOptions, flags: CommonFlags, io: CliIo): void {
  const { nextSteps } = options;
  switch (options.format) {
    case 'text':
      io.stdout.write(`${renderPreview(preview, { ...options, style: createStyle(io.stdout, io.env, flags) })}\n`);
      return;
    case 'markdown':
      io.stdout.write(renderMarkdown(preview, options));
      return;
    case 'html':
      for (const piece of renderHtml(preview, { nextSteps })) io.stdout.write(piece);
      return;
    case 'json': {
      const whole = { ...preview, next_steps: nextSteps };
      for (const chunk of documentJsonChunks(whole, { packsUnits: false })) io.stdout.write(chunk);
      io.stdout.write('\n');
    }
  }
}
