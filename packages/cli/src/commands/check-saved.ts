import {
  comparePreview,
  decodeText,
  defined,
  hasBeenApplied,
  type PreviewDifference,
  PreviewStaleError,
} from '@waybill/core';
import { systemClock } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { makePreview } from '../make-preview.ts';
import type { CommonFlags, JsonFlag, StateFlag } from '../plan-options.ts';
import { readInputBytes, readInputFile } from '../read-input-file.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { isSavedPreview, parseSavedPreview, type SavedPreview } from '../saved-preview.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { shortDigest } from '../views/preview/preview-facts.ts';

/** In what a saved preview differs from what its plan would do now; empty when it may be applied. */
export async function compareSaved(
  { preview, saved }: SavedPreview,
  opened: NamedPlan,
  flags: StateFlag,
  io: CliIo,
): Promise<readonly PreviewDifference[]> {
  const { target, exclude } = preview.binding.selection;
  const now = await makePreview({ opened, flags: { ...flags, target, exclude }, io, detail: 'outline' });
  const { stateId, checkpoint } = now;
  return [
    ...comparePreview(preview, { preview: now.preview, graph: opened.graph, stateId, checkpoint }),
    ...(hasBeenApplied(preview.digest, checkpoint) ? [] : findExpiry(saved.expires_at)),
  ];
}

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

function findExpiry(expiresAt: string | null): readonly PreviewDifference[] {
  if (expiresAt === null || Date.parse(expiresAt) > systemClock.now()) return [];
  return [{ what: 'expired', detail: `It expired at ${expiresAt}.` }];
}

/** `waybill plan shop.yaml --check shop.preview.json`: may it still be applied? */
export async function checkSaved(
  named: { readonly file: string; readonly preview: string },
  flags: CommonFlags & StateFlag & JsonFlag,
  io: CliIo,
): Promise<ExitCode> {
  const { preview, saved } = parseSavedPreview(named.preview, readInputFile(named.preview, io.cwd));
  refusePreviewAsPlan(named, preview.plan.file, io);
  const opened = await readPlan(named.file, { ...flags, var: saved.variables, varFile: [] }, io);
  if (opened === undefined) return EXIT.error;
  const differences = await compareSaved({ preview, saved }, opened, flags, io);
  if (differences.length > 0 && flags.json !== true) throw new PreviewStaleError(preview.digest, differences);
  const context = { file: named.preview, flags: defined({ state: flags.state }) };
  if (flags.json === true) {
    const next = { command: commandLine('apply', context), why: 'carry out exactly this, without being asked' };
    const again = { command: commandLine('plan', { ...context, file: named.file }), why: 'make a new preview' };
    const told = {
      format_version: JSON_FORMAT,
      kind: 'preview-check',
      digest: preview.digest,
      is_current: differences.length === 0,
      differences,
      next_steps: [differences.length === 0 ? next : again],
    };
    io.stdout.write(`${JSON.stringify(told)}\n`);
  } else io.stdout.write(`Preview ${shortDigest(preview.digest)} is what would be done now.\n`);
  return differences.length === 0 ? EXIT.done : EXIT.changed;
}
