import type { Preview } from '@waybill/core';
import { expect, test } from 'vitest';
import { ASCII_SYMBOLS, type Style } from '../text/style.ts';
import { renderImpacts } from './render-impacts.ts';

const STYLE: Style = { color: false, symbols: ASCII_SYMBOLS, columns: 80, paint: (_look, text) => text };

function lines(...impacts: readonly Preview['migrations'][number]['impact'][]): readonly string[] {
  const migrations = impacts.map((impact, at) => ({ name: `m${at}`, uses: 'store.copy', units: 1, impact }));
  return renderImpacts({ migrations } as unknown as Preview, STYLE);
}

test('says each of the three in a line of its own, and leaves out what the kind does not say', () => {
  const said = { downtime: 'None.', way_back: 'Do nothing.', risk: 'Equal keys are overwritten.' };
  expect(lines(said, said, { downtime: 'A minute.', way_back: '' })).toEqual([
    '',
    'Downtime, risk, rollback',
    '  copy: m0, m1',
    '    downtime  None.',
    '    risk      Equal keys are overwritten.',
    '    rollback  Do nothing.',
    '  copy: m2',
    '    downtime  A minute.',
  ]);
});

test('is not there when no kind says anything', () => {
  expect(lines({ downtime: '', way_back: '' })).toEqual([]);
});
