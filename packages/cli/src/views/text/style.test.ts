import { describe, expect, test } from 'vitest';
import { ASCII_SYMBOLS, createStyle, UNICODE_SYMBOLS } from './style.ts';

const output = (isTTY: boolean) => ({ isTTY, write: () => {}, size: () => ({ columns: 80, rows: 24 }) });

describe('colour', () => {
  test.each([
    [true, {}, {}, true],
    [false, {}, {}, false],
    [true, { NO_COLOR: '1' }, {}, false],
    [true, { NO_COLOR: '' }, {}, true],
    [true, {}, { color: false }, false],
    [true, { TERM: 'dumb' }, {}, false],
    [false, { FORCE_COLOR: '1' }, {}, true],
    [false, { FORCE_COLOR: '0' }, {}, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, {}, false],
  ])('terminal %j, environment %j, flags %j: %j', (isTTY, env, flags, color) => {
    const style = createStyle(output(isTTY), env, flags);
    expect(style.color).toBe(color);
    expect(style.paint('red', 'x')).toBe(color ? '\u001b[31mx\u001b[39m' : 'x');
  });
});

describe('characters', () => {
  test.each([
    [{ LANG: 'de_DE.UTF-8' }, UNICODE_SYMBOLS],
    [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, ASCII_SYMBOLS],
    [{ LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' }, UNICODE_SYMBOLS],
    [{}, ASCII_SYMBOLS],
  ])('environment %j', (env, symbols) => {
    expect(createStyle(output(true), env, {}).symbols).toBe(symbols);
  });
});
