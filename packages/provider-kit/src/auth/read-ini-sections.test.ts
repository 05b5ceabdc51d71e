import { expect, test } from 'vitest';
import { readIniSections } from './read-ini-sections.ts';

test('sections keep their order, their repeated names and their empty values', () => {
  expect(readIniSections('a = 1\n[ one ]\nb=2\nb =\r\n[]\n[one]\n[two]\nc = d = e')).toEqual([
    { name: '', entries: [['a', '1']] },
    {
      name: 'one',
      entries: [
        ['b', '2'],
        ['b', ''],
      ],
    },
    { name: '', entries: [] },
    { name: 'one', entries: [] },
    { name: 'two', entries: [['c', 'd = e']] },
  ]);
});

test('a comment starts a line, and a value may hold its marks', () => {
  expect(readIniSections('# a = 1\n ; b = 2\nkey = x#y;z')).toEqual([{ name: '', entries: [['key', 'x#y;z']] }]);
});

test('a line without a name is none', () => {
  expect(readIniSections('= 1\nno equals sign\n\n')).toEqual([{ name: '', entries: [] }]);
});
