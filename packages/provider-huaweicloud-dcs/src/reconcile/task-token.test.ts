import { resolveValue, type Value } from '@waybill/core';
import { expect, it } from 'vitest';
import { carriesToken, markedDescription, markUnit, tokenOf, unitMarkOf, withoutUnitMark } from './task-token.ts';

const MARK = 'fedcba987654';

it('adds the unit to a description that carries the token, and keeps what the plan says', () => {
  const text = described('copy of production');
  expect(text).toBe(`copy of production [waybill:0123456789ab] [waybill-unit:${MARK}]`);
  expect([tokenOf(text), unitMarkOf(text), withoutUnitMark(text)]).toEqual([
    '0123456789ab',
    MARK,
    'copy of production [waybill:0123456789ab]',
  ]);
});

it('leaves plain creates as they are written', () => {
  expect(markUnit({ name: 'mine', description: 'mine' }, MARK)).toEqual({ name: 'mine', description: 'mine' });
});

it.each([460, 461, 462, 480])('never exceeds 512 characters, with a description of %d', (length) => {
  const text = described('x'.repeat(length));
  expect(text.length).toBeLessThanOrEqual(512);
  expect(text.startsWith('x'.repeat(length))).toBe(true);
  expect(carriesToken(text)).toBe(true);
  expect(unitMarkOf(text)).toBe(length <= 461 ? MARK : undefined);
});

function described(text: string): string {
  const { description = null } = markUnit({ description: markedDescription(text) }, MARK);
  return resolveValue(description as Value, () => '0123456789ab') as string;
}
