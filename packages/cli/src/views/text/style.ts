import { styleText } from 'node:util';
import type { CliIo, TextOutput } from '../../cli-io.ts';

export type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** How text is to look on one output. */
export interface Style {
  readonly color: boolean;
  readonly symbols: Symbols;
  readonly columns: number;
  /** Returns the text as it is when there is no colour. */
  paint(look: Paint, text: string): string;
}

export interface Symbols {
  readonly done: string;
  readonly failed: string;
  readonly unknown: string;
  readonly gate: string;
  readonly active: string;
  readonly waiting: string;
  readonly pending: string;
  readonly warning: string;
  readonly arrow: string;
  readonly bar: readonly [full: string, empty: string];
  readonly ellipsis: string;
  readonly none: string;
  /** Between the ends of a range. */
  readonly to: string;
}

export const UNICODE_SYMBOLS: Symbols = {
  done: '✓',
  failed: '✗',
  unknown: '?',
  gate: '◆',
  active: '●',
  waiting: '◌',
  pending: '·',
  warning: '▲',
  arrow: '→',
  bar: ['█', '░'],
  ellipsis: '…',
  none: '—',
  to: '–',
};

export const ASCII_SYMBOLS: Symbols = {
  done: '+',
  failed: 'x',
  unknown: '?',
  gate: '#',
  active: '*',
  waiting: 'o',
  pending: '.',
  warning: '!',
  arrow: '->',
  bar: ['#', '.'],
  ellipsis: '...',
  none: '-',
  to: '-',
};

export function createStyle(output: TextOutput, env: CliIo['env'], flags: { readonly color?: boolean }): Style {
  const color = wantsColor(output, env, flags);
  return {
    color,
    symbols: speaksUtf8(env) ? UNICODE_SYMBOLS : ASCII_SYMBOLS,
    columns: output.size().columns,
    paint: (look, text) => (color ? styleText(look, text, { validateStream: false }) : text),
  };
}

/** Source: no-color.org: any value but the empty one switches colour off. */
function wantsColor(output: TextOutput, env: CliIo['env'], flags: { readonly color?: boolean }): boolean {
  if (flags.color === false || (env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '0') !== '0') return true;
  return output.isTTY && env['TERM'] !== 'dumb';
}

/** POSIX: the first of these three that is set and not empty decides about characters. Windows Terminal sets its own. */
function speaksUtf8(env: CliIo['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale === undefined ? env['WT_SESSION'] !== undefined : /utf-?8/i.test(locale);
}
