import { buildPreview, createRegistry } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { buildDrawing } from '../folds/build-drawing.ts';
import { ASCII_SYMBOLS, type Style } from '../text/style.ts';
import { renderMigrations } from './render-migrations.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const fixture = buildPlanFixture([{ name: 'm', target: 'transfer', with: { to: 'new' } }], registry, {
  others: { new: {} },
});
const style: Style = { columns: 100, color: false, symbols: ASCII_SYMBOLS, paint: (_look, text) => text };

test('a preview names the connection of steps that are not on that of their migration', () => {
  const preview = buildPreview({ ...fixture, registry });
  const options = { style, nextSteps: [], listsUnits: false, showsRequests: false, isConcise: false };
  const steps = [...renderMigrations(preview, options)].flat().slice(3);
  expect(steps.map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
    '. free check the name is free on both sides (ListTasks)',
    '. open call create the task (CreateTask)',
    '. create call create the task (CreateTask) on new',
    '. await await wait for the task on new',
    '. close call close what was opened (DeleteTask), even after a failure',
  ]);
});

test('so does a drawing of the steps', () => {
  const nodes = buildDrawing(fixture.graph, 'steps').groups[0]?.groups[0]?.nodes ?? [];
  expect(nodes.map(({ lines }) => lines.join(': '))).toEqual([
    'free: check',
    'open: call',
    'create: call on new',
    'await: await on new',
    'close: call',
  ]);
});
