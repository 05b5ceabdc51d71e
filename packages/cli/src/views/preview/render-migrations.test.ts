import { buildPreview, createRegistry } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { ASCII_SYMBOLS, type Style } from '../text/style.ts';
import { renderMigrations } from './render-migrations.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const style: Style = { columns: 100, color: false, symbols: ASCII_SYMBOLS, paint: (_look, text) => text };

test('the units of a large plan come in pieces, each unit once and in the order of the plan', () => {
  const keys = Array.from({ length: 1_203 }, (_, number) => `u${number}`);
  const fixture = buildPlanFixture([{ name: 'm', target: 'transfer', with: {}, keys }], registry);
  const preview = buildPreview({ ...fixture, registry });
  const options = { style, nextSteps: [], listsUnits: true, showsRequests: false, isConcise: false };
  const unitsOf = (lines: readonly string[]) => lines.flatMap((line) => /^ {2}m\[(\w+)\]/.exec(line)?.[1] ?? []);
  const pieces = [...renderMigrations(preview, options)].map(unitsOf);
  expect(pieces.flat()).toEqual(keys);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(250);
});
