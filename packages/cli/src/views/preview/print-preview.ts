import { setImmediate } from 'node:timers/promises';
import type { Preview, PreviewChanges } from '@waybill/core';
import { inSlices } from '@waybill/core/internal';
import { documentJsonChunks } from '@waybill/node/internal';
import type { CliIo } from '../../cli-io.ts';
import type { CommonFlags } from '../../plan-options.ts';
import { renderChangesMarkdown } from '../changes/render-changes-markdown.ts';
import type { NextStep } from '../documents/json-objects.ts';
import { groupMovementsSliced } from '../folds/group-movements.ts';
import { selectedPart } from '../folds/selected-part.ts';
import { createStyle } from '../text/style.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPreview } from './render-preview.ts';
import { renderPreviewSummary } from './render-preview-summary.ts';

export type PreviewFormat = 'text' | 'markdown' | 'html' | 'json';

export interface PrintPreviewOptions {
  readonly format: PreviewFormat;
  /** Of Markdown. */
  readonly maxBytes: number;
  readonly listsUnits: boolean;
  readonly showsRequests: boolean;
  readonly isConcise: boolean;
  /**
   * Of text: the summary alone.
   *
   * @default false
   */
  readonly isQuiet?: boolean;
  readonly nextSteps: readonly NextStep[];
  /** Of Markdown and HTML: until when a saved preview can be applied. See `renderMarkdown`. */
  readonly expiresAt?: string | null;
  /**
   * What changed since an earlier preview, in text and Markdown.
   *
   * @default it is not asked for
   */
  readonly since?: { readonly changes: PreviewChanges };
}

/** Writes a preview to stdout in the form that was asked for, in slices: of a large plan it takes seconds. */
export async function printPreview(
  preview: Preview,
  options: PrintPreviewOptions,
  flags: CommonFlags,
  io: CliIo,
): Promise<void> {
  if (options.format !== 'json') await inSlices(groupMovementsSliced(selectedPart(preview)), setImmediate);
  for (const piece of await piecesOf(preview, options, flags, io)) {
    io.stdout.write(piece);
    await setImmediate();
  }
}

async function piecesOf(
  preview: Preview,
  options: PrintPreviewOptions,
  flags: CommonFlags,
  io: CliIo,
): Promise<Iterable<string>> {
  switch (options.format) {
    case 'text': {
      const style = createStyle(io.stdout, io.env, flags);
      return options.isQuiet === true
        ? [renderPreviewSummary(preview, options.nextSteps, style)]
        : renderPreview(preview, { ...options, style });
    }
    case 'markdown':
      return [renderMarkdown(preview, { ...options, ...changesOf(options) })];
    case 'html':
      // With what draws graphs: other forms do not load it.
      return (await import('../html/render-html.ts')).renderHtml(preview, options);
    case 'json':
      return jsonOf(preview, options.nextSteps);
  }
}

function changesOf({ since }: PrintPreviewOptions): { readonly changes?: readonly string[] } {
  return since === undefined ? {} : { changes: renderChangesMarkdown(since) };
}

function* jsonOf(preview: Preview, nextSteps: readonly NextStep[]): Generator<string> {
  const whole = { ...preview, next_steps: nextSteps };
  yield* documentJsonChunks(whole, { packsUnits: false });
  yield '\n';
}
