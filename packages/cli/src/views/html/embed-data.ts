import { gzipSync } from 'node:zlib';
import type { Preview, Report } from '@waybill/core';
import { buildUnitIndex } from './build-unit-index.ts';

/** Units in one block: a panel reads one block, and a block is read in an instant. */
const UNITS_PER_BLOCK = 200;

/**
 * The page's data as compressed blocks that no browser runs. Put together in their order, `text` and unit blocks are the
 * JSON of the preview or report, byte for byte as `JSON.stringify` writes it.
 */
export function* embedData(preview: Preview, report: Report | undefined): Generator<string> {
  yield block('index', JSON.stringify(buildUnitIndex(preview, report, UNITS_PER_BLOCK)));
  yield* objectBlocks(report ?? preview, report === undefined ? 'planned' : 'actual');
}

type UnitsOf = 'planned' | 'actual';

function* objectBlocks(value: Preview | Report, unitsOf: UnitsOf): Generator<string> {
  let text = '{';
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const key = `${text === '{' ? '' : ','}${JSON.stringify(name)}:`;
    if (name === 'units') {
      yield block('text', `${text}${key}[`);
      yield* unitBlocks(value.units, unitsOf);
      text = ']';
    } else if (name === 'preview') {
      yield block('text', `${text}${key}`);
      yield* objectBlocks(member as Preview, 'planned');
      // Not an opening brace: what follows begins with a comma.
      text = '';
    } else text += `${key}${JSON.stringify(member)}`;
  }
  yield block('text', `${text}}`);
}

function* unitBlocks(units: readonly object[], unitsOf: UnitsOf): Generator<string> {
  for (let start = 0; start < units.length; start += UNITS_PER_BLOCK) {
    const texts = units.slice(start, start + UNITS_PER_BLOCK).map((unit) => JSON.stringify(unit));
    yield block(unitsOf, `${start === 0 ? '' : ','}${texts.join(',')}`);
  }
}

function block(kind: 'index' | 'text' | UnitsOf, text: string): string {
  return `<script type="application/gzip" data-block="${kind}">${gzipSync(text).toString('base64')}</script>\n`;
}
