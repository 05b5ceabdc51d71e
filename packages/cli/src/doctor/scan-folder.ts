import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf, secretForms } from '@waybill/core/internal';
import { counted } from '../views/folds/counted.ts';
import type { Finding } from './finding.ts';

export interface Needle {
  /** For people: the name of the secret, never its value. */
  readonly name: string;
  readonly value: string;
}

export interface ScanOptions {
  /** Absolute. */
  readonly folder: string;
  readonly needles: readonly Needle[];
  /** Files that hold a secret because the plan says so. Absolute. */
  readonly sources: readonly string[];
  readonly cwd: string;
}

/** Shorter values would be found in ordinary words. */
const SHORTEST_NEEDLE = 4;
const CHUNK_BYTES = 1 << 20;
const MAX_FINDINGS = 200;

/** Looks for secret values in every file of a folder, in the forms in which they travel. Tells where, never what. */
export function scanFolder(options: ScanOptions): Finding[] {
  const needles = options.needles.filter(({ value }) => value.length >= SHORTEST_NEEDLE);
  const forms = needles.flatMap(formsOf);
  const skipped = options.needles.filter(({ value }) => value.length < SHORTEST_NEEDLE);
  const seen = { files: 0, found: [] as Finding[] };
  for (const path of filesIn(options.folder)) {
    if (options.sources.includes(path) || seen.found.length > MAX_FINDINGS) continue;
    seen.files += 1;
    seen.found.push(...scanFile(path, forms, options.cwd));
  }
  const isCut = seen.found.length > MAX_FINDINGS;
  return [
    ...tooShort(skipped),
    ...seen.found.slice(0, MAX_FINDINGS),
    ...(isCut ? [thereIsMore(options)] : []),
    ...(seen.found.length === 0 ? [nothingFound(seen.files, needles.length, options)] : []),
  ];
}

interface Form {
  readonly name: string;
  readonly how: string;
  readonly bytes: Buffer;
}

/** The forms that a run cleans out of its texts. One that holds another is left out: both would be found in one place. */
function formsOf({ name, value }: Needle): Form[] {
  const { texts, base64 } = secretForms(value);
  const all = [...new Set([...texts, ...base64])].filter((text) => text.length >= SHORTEST_NEEDLE);
  const distinct = all.filter((text) => !all.some((other) => other !== text && text.includes(other)));
  const encoded = new Set(base64);
  return distinct.map((text) => ({
    name,
    how: encoded.has(text) ? 'in base64' : howOf(text, value),
    bytes: Buffer.from(text),
  }));
}

function howOf(text: string, value: string): string {
  if (text === value) return 'as it is';
  if (text === JSON.stringify(value).slice(1, -1)) return 'inside JSON';
  return text === encodeURIComponent(value.toWellFormed()) ? 'percent-encoded' : 'encoded';
}

/** In the order of their names. Links are not followed. */
function* filesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

function scanFile(path: string, forms: readonly Form[], cwd: string): Finding[] {
  const file = relative(cwd, path);
  try {
    return findInFile(path, forms).map(({ form, offset }) => ({
      area: 'scan',
      level: 'error',
      subject: file,
      detail: `holds ${form.name} ${form.how} at byte ${offset}`,
      fix: 'Remove it, find out what wrote it, and change the secret if others have seen this file.',
      file,
      byteOffset: offset,
    }));
  } catch (error) {
    const why = messageOf(error);
    const fix = 'Run the scan as a user who can read it.';
    return [{ area: 'scan', level: 'warning', subject: file, detail: `cannot be read: ${why}`, fix }];
  }
}

interface Match {
  readonly form: Form;
  readonly offset: number;
}

/** Chunk by chunk, each with the end of the one before it, so that files may be of any size. */
function findInFile(path: string, forms: readonly Form[]): Match[] {
  const overlap = Math.max(0, ...forms.map(({ bytes }) => bytes.length - 1));
  const buffer = Buffer.alloc(CHUNK_BYTES + overlap);
  const matches: Match[] = [];
  const descriptor = openSync(path, 'r');
  try {
    for (let kept = 0, position = 0; ; ) {
      const read = readSync(descriptor, buffer, kept, CHUNK_BYTES, position);
      if (read === 0) break;
      const chunk = buffer.subarray(0, kept + read);
      for (const match of findInChunk(chunk, forms)) {
        // What lies in the kept part alone was found in the chunk before.
        if (match.offset + match.form.bytes.length > kept)
          matches.push({ ...match, offset: match.offset + position - kept });
      }
      position += read;
      kept = Math.min(overlap, chunk.length);
      chunk.copy(buffer, 0, chunk.length - kept);
    }
  } finally {
    closeSync(descriptor);
  }
  return matches.toSorted((one, other) => one.offset - other.offset);
}

function* findInChunk(chunk: Buffer, forms: readonly Form[]): Generator<Match> {
  for (const form of forms) {
    for (let at = chunk.indexOf(form.bytes); at !== -1; at = chunk.indexOf(form.bytes, at + 1)) {
      yield { form, offset: at };
    }
  }
}

function tooShort(skipped: readonly Needle[]): Finding[] {
  return skipped.map(({ name }) => ({
    area: 'scan',
    level: 'warning',
    subject: name,
    detail: `not looked for: a value of fewer than ${SHORTEST_NEEDLE} characters is in every file`,
    fix: 'Use a longer secret.',
  }));
}

function thereIsMore({ folder, cwd }: ScanOptions): Finding {
  const detail = `more than ${MAX_FINDINGS} places: the rest are not listed`;
  return { area: 'scan', level: 'error', subject: shown(folder, cwd), detail, fix: 'Fix these first.' };
}

function nothingFound(files: number, values: number, { folder, cwd }: ScanOptions): Finding {
  const found = { area: 'scan', subject: shown(folder, cwd) } as const;
  if (values === 0) {
    const detail = 'no secret has a value here, so nothing was looked for';
    return { ...found, level: 'warning', detail, fix: 'Run the scan where the secrets are set.' };
  }
  const looked = `${counted(values, 'secret value')} looked for in ${counted(files, 'file')}`;
  return { ...found, level: 'ok', detail: `${looked}, none found` };
}

function shown(folder: string, cwd: string): string {
  return relative(cwd, folder) || '.';
}
