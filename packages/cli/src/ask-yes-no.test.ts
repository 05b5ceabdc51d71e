import { expect, test } from 'vitest';
import { askYesNo } from './ask-yes-no.ts';

test.each([
  ['y', true],
  [' YES ', true],
  ['n', false],
  ['yes, please', false],
  ['', false],
  [undefined, false],
])('%j answers %j', async (answer, expected) => {
  const asked: string[] = [];
  const ask = async (question: string): Promise<string | undefined> => {
    asked.push(question);
    return answer;
  };
  expect([await askYesNo('Start? [y/N] ', { ask }), asked]).toEqual([expected, ['Start? [y/N] ']]);
});
