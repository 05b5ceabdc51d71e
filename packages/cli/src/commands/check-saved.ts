import { defined, PreviewStaleError } from '@waybill/core';
import { decodeText } from '@waybill/core/internal';
import { isSavedPreview, parseSavedPreview, runOptionsOf } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { readInputBytes, readInputFile } from '../read-input-file.ts';
import { readPlan, refuseOtherEnvironment } from '../read-plan.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { shortDigest } from '../views/preview/preview-facts.ts';

/** A preview is compared with what its plan would do now: beside itself it would always be the same. */
function refusePreviewAsPlan(
  { file, preview }: { readonly file: string; readonly preview: string },
  plan: string,
  { cwd }: CliIo,
): void {
  if (!isSavedPreview(decodeText(readInputBytes(file, cwd)).text)) return;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${file} is a saved preview: --check compares a preview with its plan.`,
    `Name the plan: ${commandLine('plan', { file: plan, flags: {} }, '--check', preview)}`,
  );
}

/** `waybill plan shop.yaml --check shop.preview.json`: may it still be applied? */
export async function checkSaved(
  named: { readonly file: string; readonly preview: string },
  flags: CommonFlags & StateFlag & JsonFlag & Pick<VariableFlags, 'env'>,
  io: CliIo,
): Promise<ExitCode> {
  const savedPreview = parseSavedPreview(named.preview, readInputFile(named.preview, io.cwd));
  const { preview, saved } = savedPreview;
  refusePreviewAsPlan(named, preview.plan.file, io);
  refuseOtherEnvironment(named.preview, savedPreview, flags);
  const plan = await readPlan(
    named.file,
    { ...flags, var: saved.variables, varFile: [], ...defined({ env: saved.environment }) },
    io,
  );
  if (plan === undefined) return EXIT.error;
  await using opened = openNamed(plan, flags, io);
  const differences = await opened.comparePreview(preview, runOptionsOf(savedPreview));
  if (differences.length > 0 && flags.json !== true) throw new PreviewStaleError(preview.digest, differences);
  const context = { file: named.preview, flags: defined({ state: flags.state }) };
  if (flags.json === true) {
    const next = { command: commandLine('apply', context), why: 'carry out exactly this, without asking' };
    const again = { command: commandLine('plan', { ...context, file: named.file }), why: 'make a new preview' };
    const answer = {
      format_version: JSON_FORMAT,
      kind: 'preview-check',
      digest: preview.digest,
      is_current: differences.length === 0,
      differences,
      next_steps: [differences.length === 0 ? next : again],
    };
    io.stdout.write(`${JSON.stringify(answer)}\n`);
  } else io.stdout.write(`Preview ${shortDigest(preview.digest)} is what would be done now.\n`);
  return differences.length === 0 ? EXIT.done : EXIT.changed;
}
