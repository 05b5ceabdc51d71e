import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, displayWidth, padEnd, padStart, visibleText, wrap } from './visible-text.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });
/** Text with everything that steers a terminal. */
const hostileText = fc.string({
  unit: fc.constantFrom('a', '\u001b', '[', '2', 'J', '\r', '\n', '\u0007', '\u202e', '\u009b', '\u0000', '標'),
});

describe('text from elsewhere', () => {
  test('holds no control or direction character afterwards', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  test('keeps ordinary text as it is', () => {
    expect(visibleText('Größe 標題 [x]')).toBe('Größe 標題 [x]');
  });
});

describe('columns', () => {
  test.each([
    ['abc', 3],
    ['標題', 4],
    ['e\u0301', 1],
    ['\u001b[31mred\u001b[39m', 3],
  ])('%j takes up %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('those of a text are those of its parts, plain or not', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary-ascii' }), (left, right) => {
        expect(displayWidth(`${left}標`)).toBe(displayWidth(left) + 2);
        expect(displayWidth(`標${visibleText(right)}`)).toBe(2 + displayWidth(visibleText(right)));
      }),
    );
  });

  test('a clipped text is never wider than asked, and whole when it fits', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, columns) => {
        const clipped = clip(text, columns, '…');
        expect(displayWidth(clipped)).toBeLessThanOrEqual(columns);
        if (displayWidth(text) <= columns) expect(clipped).toBe(text);
      }),
    );
  });

  test('padding fills up to the width', () => {
    expect([padEnd('標', 4), padStart('7', 3), padEnd('long', 2)]).toEqual(['標  ', '  7', 'long']);
  });

  test('wrapping keeps every word, and only a longer word makes a longer line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 40 }),
        (words, columns) => {
          const lines = wrap(words.join(' '), columns);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
