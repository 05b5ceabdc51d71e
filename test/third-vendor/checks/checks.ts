import { type Check, isJsonObject } from '@waybill/core';
import { textOf } from '../config.ts';

export const checks: Readonly<Record<string, Check>> = {
  'shelf-there': {
    judge: (answer) =>
      isJsonObject(answer) && Number(answer['sheets']) > 0
        ? { kind: 'passed', detail: `It has ${textOf(answer['sheets'])} sheets.` }
        : { kind: 'failed', detail: 'The shelf is empty.', hint: 'Correct `shelf`.' },
    outputs: { sealed: '/response/sealed' },
  },
  'shelf-empty': {
    judge: (answer) =>
      isJsonObject(answer) && answer['sheets'] === 0
        ? { kind: 'passed', detail: 'It is empty.' }
        : { kind: 'failed', detail: 'The new shelf is not empty.', hint: 'Choose another name for `as`.' },
  },
};
