import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseCount } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, StateFlag } from '../plan-options.ts';
import { readInputFile } from '../read-input-file.ts';
import { parseSavedPreview } from '../saved-preview.ts';
import { previewNextSteps } from '../views/preview/preview-next-steps.ts';
import { type PreviewFormat, printPreview } from '../views/preview/print-preview.ts';
import { LEAST_MAX_BYTES } from '../views/preview/render-markdown.ts';

export interface ShowFlags extends CommonFlags, StateFlag, JsonFlag {
  readonly units?: boolean;
  readonly requests?: boolean;
  readonly concise?: boolean;
  readonly format?: PreviewFormat;
  readonly maxBytes: string;
}

/** Shows a saved preview as it was made, whatever became of its plan since. Asks nobody. */
export async function show(file: string, flags: ShowFlags, io: CliIo): Promise<ExitCode> {
  const { preview, saved } = parseSavedPreview(file, readInputFile(file, io.cwd));
  const context = { file: preview.plan.file, flags: { ...flags, var: saved.variables } };
  printPreview(
    preview,
    {
      format: flags.json === true ? 'json' : (flags.format ?? 'text'),
      maxBytes: parseCount(flags.maxBytes, '--max-bytes', LEAST_MAX_BYTES),
      listsUnits: flags.units === true,
      showsRequests: flags.requests === true,
      isConcise: flags.concise === true,
      nextSteps: previewNextSteps(preview, { context, savedAs: file }),
    },
    flags,
    io,
  );
  io.stderr.write(
    `Made at ${saved.at}${saved.expires_at === null ? '' : `, to be applied until ${saved.expires_at}`}.\n`,
  );
  return EXIT.done;
}
