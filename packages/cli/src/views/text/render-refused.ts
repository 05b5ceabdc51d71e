import type { DerivedRun } from '@waybill/node';
import { counted } from '../folds/counted.ts';
import { listUnits, paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';

/** Units of which nothing is done, by the reason. Empty where there are none. */
export function renderRefused(refused: DerivedRun['refused'], what: string, style: Style): string {
  const groups = Map.groupBy(refused, ({ why }) => why);
  const lines = [...groups].flatMap(([why, units]) => [
    ...paragraph(`${counted(units.length, 'unit')} ${what}: ${why}`, `${style.symbols.warning} `, style),
    ...paragraph(
      listUnits(
        units.map(({ unit }) => unit),
        style,
      ),
      '  ',
      style,
    ),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
