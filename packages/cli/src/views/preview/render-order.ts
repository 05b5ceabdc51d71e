import type { Preview } from '@waybill/core';
import type { PreviewSecret } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { listUnits, paragraph, REST_IN_JSON } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';
import { visibleText } from '../text/visible-text.ts';
import { secretMissing, secretSource } from './secret-source.ts';

/** Levels and chain members that are listed before "and more". */
const SHOWN_LEVELS = 8;
const SHOWN_CHAIN = 6;

/** What can go side by side, and the longest way through. */
export function renderOrder({ levels, longest_chain: chain }: Preview, style: Style): readonly string[] {
  const { symbols } = style;
  const rows = levels
    .slice(0, SHOWN_LEVELS)
    .map(({ level, units, migrations }) => [
      `level ${level + 1}`,
      counted(units, 'unit'),
      listUnits(migrations, style, REST_IN_JSON),
    ]);
  const hidden = levels.length - SHOWN_LEVELS;
  const shown = chain.units.slice(0, SHOWN_CHAIN).map(visibleText).join(` ${symbols.arrow} `);
  const rest =
    chain.units.length > SHOWN_CHAIN
      ? ` ${symbols.arrow} ${symbols.ellipsis} ${formatCount(chain.units.length - SHOWN_CHAIN)} more (--json lists them)`
      : '';
  return [
    '',
    style.paint('bold', 'Order'),
    ...table(rows, style.columns),
    ...(hidden > 0 ? [`  ${symbols.ellipsis} and ${formatCount(hidden)} more levels (--json lists them)`] : []),
    ...(chain.steps === 0
      ? []
      : paragraph(`longest chain: ${counted(chain.steps, 'step')}: ${shown}${rest}`, '  ', style)),
  ];
}

/** Secrets by where they come from, and whether they are there. */
export function renderSecrets({ secrets }: Preview, style: Style): readonly string[] {
  if (secrets.length === 0) return [];
  return [
    '',
    style.paint('bold', 'Secrets'),
    ...table(
      secrets.map((secret) => [secret.name, secretSource(secret), resolution(secret)]),
      style.columns,
    ),
  ];
}

function resolution(secret: PreviewSecret): string {
  if (secret.resolves === null) return 'not looked up';
  return secret.resolves ? 'resolves' : secretMissing(secret, 'MISSING');
}
