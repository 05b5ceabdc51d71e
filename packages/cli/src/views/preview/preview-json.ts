import type { Preview } from '@waybill/core';

/** Units that are put into one piece of text. */
const UNITS_PER_CHUNK = 500;

/** What `JSON.stringify` gives, in pieces: the preview of a large plan is longer than a string can be. */
export function* previewJsonChunks(preview: Preview): Generator<string> {
  let separator = '{';
  for (const [name, value] of Object.entries(preview)) {
    yield `${separator}${JSON.stringify(name)}:`;
    if (name === 'units') yield* listChunks(preview.units);
    else yield JSON.stringify(value);
    separator = ',';
  }
  yield '}';
}

function* listChunks(items: readonly object[]): Generator<string> {
  yield '[';
  for (let start = 0; start < items.length; start += UNITS_PER_CHUNK) {
    const texts = items.slice(start, start + UNITS_PER_CHUNK).map((item) => JSON.stringify(item));
    yield `${start === 0 ? '' : ','}${texts.join(',')}`;
  }
  yield ']';
}
