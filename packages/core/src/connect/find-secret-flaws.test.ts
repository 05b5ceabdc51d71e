import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSecretFlaws } from './find-secret-flaws.ts';

test.each([
  ['pw-plain', []],
  ['p#w$x@y:z%41&+= /\\"\'`!', []],
  ['пароль密码🔑', []],
  ['a\nb', []],
  ['pw-plain\n', ['ends in a line break after the one that is removed']],
  ['pw-plain \n', ['ends in a line break after the one that is removed']],
  ['pw-plain ', ['ends in white space']],
  ['\tpw', ['begins with white space']],
  ['\ufeffpw-plain', ['begins with a byte order mark (U+FEFF)']],
  ['p\ufffdss', ['holds U+FFFD, which replaces bytes that were not UTF-8']],
  ['pw\u200b', ['holds the invisible character U+200B']],
  ['p\u0000w', ['holds the invisible character U+0000']],
  [
    '\ufeff pw\n',
    [
      'begins with a byte order mark (U+FEFF)',
      'ends in a line break after the one that is removed',
      'begins with white space',
    ],
  ],
])('%j', (value, flaws) => {
  expect(findSecretFlaws(value)).toEqual(flaws);
});

test('a flaw never holds a part of the value', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z]{8,12}$/), fc.constantFrom('', ' ', '\n', '\ufeff', '\u200b'), (word, odd) => {
      expect(findSecretFlaws(`${odd}${word}${odd}`).join()).not.toContain(word);
    }),
  );
});
