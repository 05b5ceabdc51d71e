import { expect, it } from 'vitest';
import { describeClockSkew } from './clock-skew.ts';

it.each([
  [undefined, 'The server does not report the time of its clock.'],
  [30_000, "The clock of this machine agrees with the server's within a minute."],
  [3_600_000, "The clock of this machine is 1h behind the server's."],
  [-23 * 60_000 - 5_000, "The clock of this machine is 23m 5s ahead of the server's."],
  [90_061_000, "The clock of this machine is 1d 1h behind the server's."],
])('%s ms', (offsetMs, text) => expect(describeClockSkew(offsetMs)).toBe(text));
