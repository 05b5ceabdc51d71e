import { expect, test } from 'vitest';
import { adoptByHand, resolveByHand } from './settle-by-hand.ts';

const CONTEXT = { file: 'p.yaml', flags: {} };

test.each([
  [[], "waybill state adopt p.yaml 'm[a].create'"],
  [['id'], "waybill state adopt p.yaml 'm[a].create' --output id=... --reason ..."],
  [['id', 'job'], "waybill state adopt p.yaml 'm[a].create' --output id=... --output job=... --reason ..."],
])('an adoption that has to know %j is no command to be run as it is', (outputs, expected) => {
  expect(adoptByHand({ step: 'm[a].create', outputs }, CONTEXT)).toBe(expected);
});

test('that a call did not happen is always said with a reason', () => {
  expect(resolveByHand('m[a].create', CONTEXT)).toContain('--did-not-happen --reason ...');
});
