import { buildPreview, createRegistry } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { previewJsonChunks } from './preview-json.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

test.each([0, 1, 499, 500, 501, 1_200])('the pieces of %i units are what JSON.stringify gives', (count) => {
  const keys = Array.from({ length: count }, (_, index) => `k${index}`);
  const fixture = buildPlanFixture([{ name: 'many', target: 'copy', keys }], registry);
  const preview = buildPreview({ ...fixture, registry });
  expect([...previewJsonChunks(preview)].join('')).toBe(JSON.stringify(preview));
});
