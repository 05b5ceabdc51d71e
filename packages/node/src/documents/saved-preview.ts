import { defined, findRepeatedKey, type JsonObject, type Preview, WaybillError } from '@waybill/core';
import { digestPreview, PREVIEW_FORMAT, urlSecretsIn } from '@waybill/core/internal';
import type { RunOptions } from '../run-plan.ts';
import { documentJsonChunks, PACKED_FORMAT } from './document-json.ts';
import { unpackDocument } from './packed/unpack-document.ts';

/** When a preview was saved, until when it can be applied, and how the plan has to be read again. */
export interface SavedMark {
  /** ISO 8601. */
  readonly at: string;
  /** ISO 8601; null: it does not expire. */
  readonly expires_at: string | null;
  /** `name=value` of every input that was given. */
  readonly variables: readonly string[];
  /** The environment that the plan was read for. Absent: none. */
  readonly environment?: string;
}

export interface SavedPreview {
  readonly preview: Preview;
  readonly saved: SavedMark;
}

/** A text that was given as a saved preview cannot be used as one, or a preview cannot be saved. */
export class SavedPreviewError extends WaybillError {
  constructor(message: string, hint: string) {
    super('CLI_PREVIEW_INVALID', message, { hint });
  }
}

export interface SavePreviewOptions {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /**
   * Until when it can be applied.
   *
   * @default it does not expire
   */
  readonly expiresAtMs?: number;
  /**
   * The inputs that the plan was compiled with.
   *
   * @default none
   */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Added to the file for those who read it.
   *
   * @default none
   */
  readonly nextSteps?: readonly object[];
}

/**
 * The file of a preview in pieces, for `apply` in another process or on another machine: of a large plan it is longer than a
 * string can be.
 *
 * @throws SavedPreviewError when an input holds a password or a token inside a URL: the file is made to be passed on
 */
export function writeSavedPreview(preview: Preview, options: SavePreviewOptions): Iterable<string> {
  const { nowMs, expiresAtMs, variables = {}, nextSteps = [] } = options;
  const flawed = findSecretInput(variables);
  if (flawed !== undefined) throw new SavedPreviewError(...describeSecretInput(flawed));
  const saved: SavedMark = {
    at: new Date(nowMs).toISOString(),
    expires_at: expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString(),
    variables: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ...defined({ environment: preview.plan.environment }),
  };
  return piecesOf({ ...preview, saved, next_steps: nextSteps } as Preview);
}

function* piecesOf(content: Preview): Generator<string> {
  yield* documentJsonChunks(content, { packsUnits: true });
  yield '\n';
}

/** The name of an input that holds a password or a token inside a URL. */
export function findSecretInput(variables: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(variables).find(([, value]) => urlSecretsIn(value).length > 0)?.[0];
}

/** What is wrong with such an input, and how to put it right. */
export function describeSecretInput(name: string): [message: string, hint: string] {
  return [
    `The preview was not saved: input ${name} holds a password inside a URL, and the file would show it.`,
    'Leave user and password out of the address, and give them as `${{ secrets.name }}` in separate fields.',
  ];
}

/** Whether a text that could also be a plan is a saved preview. */
export function isSavedPreview(text: string): boolean {
  return /^\s*\{\s*"format_version"\s*:\s*"[^"]*"\s*,\s*"kind"\s*:\s*"preview"/.test(text);
}

/** What `apply` and `comparePreview` are given, to carry out exactly the saved preview. */
export function runOptionsOf({
  preview,
  saved,
}: SavedPreview): Pick<RunOptions, 'previewExpiresAtMs'> & { readonly preview: Preview } {
  return saved.expires_at === null ? { preview } : { preview, previewExpiresAtMs: Date.parse(saved.expires_at) };
}

/** The inputs that its plan has to be compiled with again. */
export function variablesOf({ saved }: SavedPreview): Readonly<Record<string, string>> {
  return Object.fromEntries(
    saved.variables.map((variable) => {
      const end = variable.indexOf('=');
      return [variable.slice(0, end), variable.slice(end + 1)];
    }),
  );
}

/**
 * Reads a saved preview back; `file` names it in what is thrown.
 *
 * @throws SavedPreviewError when it is none, of another format, or was changed since
 */
export function parseSavedPreview(file: string, text: string): SavedPreview {
  const value = unpacked(file, parseJson(file, text));
  const { saved, next_steps: _nextSteps, ...preview } = value as Preview & { saved?: SavedMark; next_steps?: unknown };
  if (preview.kind !== 'preview' || typeof preview.format_version !== 'string' || !Array.isArray(preview.units))
    throw invalid(file, 'it is not a preview', MAKE_ONE);
  if (majorOf(preview.format_version) !== majorOf(PREVIEW_FORMAT))
    throw invalid(
      file,
      `its format ${preview.format_version} is not ${PREVIEW_FORMAT}, which this version of Waybill reads`,
      'Make a new preview with this version.',
    );
  const { digest, ...content } = preview;
  if (digestPreview(content) !== digest) throw invalid(file, 'it was changed after it was written', MAKE_NEW);
  if (saved === undefined)
    throw invalid(file, 'it was printed and not saved', 'Save previews with `waybill plan --out`.');
  return { preview, saved };
}

const MAKE_ONE = 'Make one with `waybill plan --out`.';
const MAKE_NEW = 'Make a new preview with `waybill plan --out`.';

function parseJson(file: string, text: string): object {
  const value = parsed(text);
  if (value === undefined) throw invalid(file, 'it is not complete JSON', MAKE_NEW);
  if (findRepeatedKey(text) !== undefined) throw invalid(file, 'it contains a key twice', MAKE_NEW);
  return value;
}

/** Undefined for a text that was cut, and for JSON that is no object. */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Of a large plan the units are packed; what the digest is of is the preview that they are of. */
function unpacked(file: string, value: object): object {
  const document = value as JsonObject;
  const { format_version: version } = document;
  if (typeof version !== 'string' || majorOf(version) !== majorOf(PACKED_FORMAT.preview)) return value;
  try {
    return unpackDocument(document);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalid(file, `its units cannot be unpacked: ${error.message}`, MAKE_NEW);
  }
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}

function invalid(file: string, why: string, hint: string): SavedPreviewError {
  return new SavedPreviewError(`${file} cannot be used as a preview: ${why}.`, hint);
}
