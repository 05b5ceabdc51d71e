import type { Preview } from '@waybill/core';
import { counted } from '../folds/counted.ts';
import { renderAnswers } from '../preview/render-preview.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

const SHOWN_UNITS = 20;

/** What leads units back: in short what a preview says, and each step of the units in order. */
export function renderRollback(preview: Preview, style: Style): readonly string[] {
  const hidden = preview.units.length - SHOWN_UNITS;
  return [
    ...renderAnswers(preview, style, { listsUnits: false }),
    '',
    style.paint('bold', 'What will be done'),
    ...preview.units
      .slice(0, SHOWN_UNITS)
      .flatMap(({ address, steps }) => [
        `  ${visibleText(address)}`,
        ...steps.map(({ title }) => `    ${style.symbols.pending} ${visibleText(title)}`),
      ]),
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${counted(hidden, 'other unit')}`] : []),
  ];
}
