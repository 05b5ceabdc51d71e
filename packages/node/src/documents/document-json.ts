import type { Preview, Report } from '@waybill/core';
import { type ListedUnit, UnitPacker } from './packed/pack-units.ts';

/** A file about more units has them packed. */
export const MOST_PLAIN_UNITS = 1_000;

/** Versions of files with packed units, which readers of plain ones cannot read. */
export const PACKED_FORMAT: Readonly<Record<Preview['kind'] | Report['kind'], string>> = {
  preview: '5.0',
  report: '2.0',
};

/** Units that are put into one piece of text: some milliseconds. */
const UNITS_PER_CHUNK = 100;

export interface DocumentJsonOptions {
  /** Packs more than `MOST_PLAIN_UNITS` units, so that each takes less than a kilobyte. For files. */
  readonly packsUnits: boolean;
}

/**
 * The JSON of a preview or report in pieces: of a large plan it is longer than a string can be. What is not packed is what
 * `JSON.stringify` gives.
 */
export function* documentJsonChunks(
  document: Preview | Report,
  { packsUnits }: DocumentJsonOptions,
): Generator<string> {
  const isPacked = packsUnits && document.units.length > MOST_PLAIN_UNITS;
  let separator = '{';
  for (const [name, member] of Object.entries(document) as [string, unknown][]) {
    yield `${separator}${JSON.stringify(name)}:`;
    if (name === 'preview') yield* documentJsonChunks(member as Preview, { packsUnits });
    else if (name === 'units') yield* isPacked ? packedChunks(document) : listChunks(document.units, (unit) => [unit]);
    else if (name === 'format_version' && isPacked) yield JSON.stringify(PACKED_FORMAT[document.kind]);
    else yield JSON.stringify(member);
    separator = ',';
  }
  yield '}';
}

function* packedChunks({ format_version: version, units }: Preview | Report): Generator<string> {
  const packer = new UnitPacker();
  yield `{"format_version":${JSON.stringify(version)},"rows":`;
  yield* listChunks(units, (unit) => packer.pack(unit));
  yield '}';
}

function* listChunks(units: readonly ListedUnit[], write: (unit: ListedUnit) => readonly object[]): Generator<string> {
  yield '[';
  for (let start = 0; start < units.length; start += UNITS_PER_CHUNK) {
    const items = units.slice(start, start + UNITS_PER_CHUNK).flatMap(write);
    yield `${start === 0 ? '' : ','}${items.map((item) => JSON.stringify(item)).join(',')}`;
  }
  yield ']';
}
