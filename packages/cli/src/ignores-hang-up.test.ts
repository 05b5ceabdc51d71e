import { expect, test } from 'vitest';
import { ignoresHangUp, isIgnoredBy } from './ignores-hang-up.ts';

const NOBODY = 2 ** 22 + 1;

test('a process that nohup started lives on, by the name that the shell leaves behind', () => {
  expect(ignoresHangUp({ _: '/usr/bin/nohup' }, NOBODY)).toBe(true);
  expect(ignoresHangUp({ _: '/usr/bin/waybill' }, NOBODY)).toBe(false);
  expect(ignoresHangUp({}, NOBODY)).toBe(false);
});

test('so does one whose parent ignores the signal', () => {
  expect(isIgnoredBy('Name:\tsh\nSigIgn:\t0000000000000001\nSigCgt:\t0')).toBe(true);
  expect(isIgnoredBy('Name:\tsh\nSigIgn:\t0000000001001000\nSigCgt:\t1')).toBe(false);
  expect(isIgnoredBy('')).toBe(false);
});
