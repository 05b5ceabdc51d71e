import {
  digestPreview,
  findRepeatedKey,
  type JsonObject,
  PREVIEW_FORMAT,
  type Preview,
  urlSecretsIn,
} from '@waybill/core';
import type { RunOptions } from '@waybill/node';
import { CliError } from './cli-error.ts';
import { documentJsonChunks, PACKED_FORMAT } from './views/documents/document-json.ts';
import type { NextStep } from './views/documents/json-objects.ts';
import { unpackDocument } from './views/documents/packed/unpack-document.ts';
import { writeWholeInPieces } from './write-whole.ts';

/** When a preview was saved, until when it can be applied, and how the plan has to be read again. */
export interface SavedMark {
  /** ISO 8601. */
  readonly at: string;
  /** ISO 8601; null: it does not expire. */
  readonly expires_at: string | null;
  /** `name=value` of every input that was given. */
  readonly variables: readonly string[];
}

export interface SavedPreview {
  readonly preview: Preview;
  readonly saved: SavedMark;
}

/** Until when it can be applied, as the library takes it. */
export function expiryOf({ saved }: Pick<SavedPreview, 'saved'>): Pick<RunOptions, 'previewExpiresAtMs'> {
  return saved.expires_at === null ? {} : { previewExpiresAtMs: Date.parse(saved.expires_at) };
}

/** Whether a file that was named as a plan is a saved preview. */
export function isSavedPreview(text: string): boolean {
  return /^\s*\{\s*"format_version"\s*:\s*"[^"]*"\s*,\s*"kind"\s*:\s*"preview"/.test(text);
}

/**
 * What a saved preview keeps of its inputs.
 *
 * @throws CliError for one that holds a password or a token inside a URL: the file is made to be passed on
 */
export function savedVariables(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => {
    if (urlSecretsIn(value).length === 0) return `${name}=${value}`;
    throw new CliError(
      'CLI_OPTION_INVALID',
      `The preview was not saved: input ${name} holds a password inside a URL, and the file would show it.`,
      'Leave user and password out of the address, and give them by `${{ secrets.name }}` in fields of their own.',
    );
  });
}

/** Writes the file whole or not at all. */
export async function savePreview(
  path: string,
  cwd: string,
  { preview, saved, nextSteps }: SavedPreview & { readonly nextSteps: readonly NextStep[] },
): Promise<void> {
  const whole = { ...preview, saved, next_steps: nextSteps };
  await writeWholeInPieces(path, cwd, savedText(whole), { replacesLink: true });
}

function* savedText(content: Preview): Generator<string> {
  yield* documentJsonChunks(content, { packsUnits: true });
  yield '\n';
}

/**
 * Reads a saved preview back.
 *
 * @throws CliError when it is none, of another format, or was changed since
 */
export function parseSavedPreview(path: string, text: string): SavedPreview {
  const value = unpacked(path, parseJson(path, text));
  const { saved, next_steps: _nextSteps, ...preview } = value as Preview & { saved?: SavedMark; next_steps?: unknown };
  if (preview.kind !== 'preview' || typeof preview.format_version !== 'string' || !Array.isArray(preview.units))
    throw invalid(path, 'it is no preview', 'Make one with `waybill plan --out`.');
  if (majorOf(preview.format_version) !== majorOf(PREVIEW_FORMAT))
    throw invalid(
      path,
      `its format ${preview.format_version} is not ${PREVIEW_FORMAT}, which this version of Waybill reads`,
      'Make a new preview with this version.',
    );
  const { digest, ...content } = preview;
  if (digestPreview(content) !== digest)
    throw invalid(path, 'it was changed after it was written', 'Make a new preview with `waybill plan --out`.');
  if (saved === undefined)
    throw invalid(path, 'it was printed and not saved', 'Save previews with `waybill plan --out`.');
  return { preview, saved };
}

function parseJson(path: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (findRepeatedKey(text) !== undefined)
      throw invalid(path, 'it gives a key twice', 'Make a new preview with `waybill plan --out`.');
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (error instanceof CliError) throw error;
    // Told below: a cut file is no preview either.
  }
  throw invalid(path, 'it is not whole JSON', 'Make a new preview with `waybill plan --out`.');
}

/** Of a large plan the units are packed; what the digest is of is the preview that they are of. */
function unpacked(path: string, value: object): object {
  const document = value as JsonObject;
  const { format_version: version } = document;
  if (typeof version !== 'string' || majorOf(version) !== majorOf(PACKED_FORMAT.preview)) return value;
  try {
    return unpackDocument(document);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalid(
      path,
      `its units cannot be unpacked: ${error.message}`,
      'Make a new preview with `waybill plan --out`.',
    );
  }
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}

function invalid(path: string, why: string, hint: string): CliError {
  return new CliError('CLI_PREVIEW_INVALID', `${path} cannot be used as a preview: ${why}.`, hint);
}
