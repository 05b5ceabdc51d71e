import { comparePreviews, type Preview, type PreviewChanges } from '@waybill/core';
import { parseSavedPreview } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommonFlags } from '../plan-options.ts';
import { readInputFile } from '../read-input-file.ts';
import { renderChanges } from '../views/changes/render-changes.ts';
import { renderChangesPage } from '../views/changes/render-changes-markdown.ts';
import { commandLine } from '../views/folds/command-line.ts';
import type { PreviewFormat } from '../views/preview/print-preview.ts';
import { createStyle } from '../views/text/style.ts';

export interface ComparedFiles {
  readonly file: string;
  readonly against: string;
}

/** `waybill show B.json --against A.json`: exit code 2 when they differ. */
export function showChanges(
  files: ComparedFiles,
  { format, ...flags }: CommonFlags & { readonly format: PreviewFormat },
  io: CliIo,
): ExitCode {
  if (format === 'html')
    throw new CliError('CLI_OPTION_INVALID', '--against has no HTML form.', 'Use --format text, markdown or json.');
  const changes = compareSaved(files, io);
  const nextSteps = [
    { command: commandLine('show', { file: files.file, flags: {} }), why: 'show the later preview as a whole' },
  ];
  if (format === 'json') io.stdout.write(`${JSON.stringify({ ...changes, next_steps: nextSteps })}\n`);
  else if (format === 'markdown') io.stdout.write(renderChangesPage(changes));
  else {
    const style = createStyle(io.stdout, io.env, flags);
    io.stdout.write(`${renderChanges(changes, { style, nextSteps }).join('\n')}\n`);
  }
  return changes.is_equal ? EXIT.done : EXIT.workToDo;
}

/**
 * In what a saved preview differs from an earlier one. Reads the two files and nothing else.
 *
 * @throws CliError for a file that is no saved preview, WaybillError for previews of something else
 */
function compareSaved({ file, against }: ComparedFiles, { cwd }: CliIo): PreviewChanges {
  const read = (name: string): Preview => parseSavedPreview(name, readInputFile(name, cwd)).preview;
  return comparePreviews(read(against), read(file));
}
