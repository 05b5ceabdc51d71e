import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine, quoteWord } from './command-line.ts';

test('repeats everything that says which plan and state are meant', () => {
  const flags = { state: 'my states/s.db', varFile: ['prod.json'], var: ['sink=es-1', 'title=it is'] };
  expect(commandLine('approve', { file: 'shop.yaml', flags }, 'sessions[eu-1]')).toBe(
    "waybill approve shop.yaml 'sessions[eu-1]' --state 'my states/s.db' --var-file prod.json --var sink=es-1 --var 'title=it is'",
  );
});

test('a shell reads every word back as it was', () => {
  const words = [
    'plain',
    'a b',
    "it's",
    '"',
    '$HOME',
    '`date`',
    '*',
    'sessions[*]',
    '\\',
    '',
    '-n',
    'ü',
    '!',
    '#x',
    'a\tb',
    '~',
    "''",
  ];
  const script = `printf '%s\\0' ${words.map(quoteWord).join(' ')}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(words);
});
