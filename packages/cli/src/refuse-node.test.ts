import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refuseNode } from './refuse-node.ts';

test('a Node that is too old is refused, with what is needed', () => {
  expect(refuseNode('20.20.2')).toBe('Waybill needs Node 24 or newer; this is Node 20.20.2.');
  expect(refuseNode('24.0.0')).toBeUndefined();
  expect(refuseNode('100.1.0')).toBeUndefined();
});

test('the manifest names the same version', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(refuseNode(engines.node.replace('>=', ''))).toBeUndefined();
  expect(refuseNode(String(Number(engines.node.replace('>=', '')) - 1))).toBeDefined();
});
