import { buildPreview, createRegistry, type JsonObject, type Preview, type Report } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '@waybill/core/testing';
import { documentJsonChunks, MOST_PLAIN_UNITS, unpackDocument } from '@waybill/node/internal';
import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../testing/sample-report.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function previewOf(count: number): Preview {
  const keys = Array.from({ length: count }, (_, index) => `key-${index}`);
  const fixture = buildPlanFixture([{ name: 'many', target: 'copy', keys }], registry);
  return buildPreview({ ...fixture, registry });
}

function textOf(document: Preview | Report, packsUnits = true): string {
  return [...documentJsonChunks(document, { packsUnits })].join('');
}

test('what is printed is never packed', () => {
  const preview = previewOf(MOST_PLAIN_UNITS + 1);
  expect(textOf(preview, false)).toBe(JSON.stringify(preview));
});

describe('the file of a preview', () => {
  test.each([0, 1, 99, 100, 101, MOST_PLAIN_UNITS])('of %i units is what JSON.stringify gives', (count) => {
    const preview = previewOf(count);
    expect(textOf(preview)).toBe(JSON.stringify(preview));
  });

  test.each([MOST_PLAIN_UNITS + 1, MOST_PLAIN_UNITS + 99, MOST_PLAIN_UNITS + 100])(
    'of %i units is the same bytes once they are unpacked',
    (count) => {
      const preview = previewOf(count);
      const packed = JSON.parse(textOf(preview)) as JsonObject;
      expect(packed['format_version']).toBe('5.0');
      expect(JSON.stringify(unpackDocument(packed))).toBe(JSON.stringify(preview));
    },
  );

  test('takes less than a quarter of the plain one', () => {
    const preview = previewOf(MOST_PLAIN_UNITS + 1);
    expect(textOf(preview).length).toBeLessThan(JSON.stringify(preview).length / 4);
  });
});

describe('the file of a report', () => {
  test('packs its units and those of its preview', async () => {
    const sample = await sampleReport();
    const [unit] = sample.units;
    if (unit === undefined) throw new Error('the sample has units');
    const units = Array.from({ length: MOST_PLAIN_UNITS + 1 }, () => unit);
    const report: Report = { ...sample, units, preview: previewOf(MOST_PLAIN_UNITS + 1) };
    const packed = JSON.parse(textOf(report)) as JsonObject;
    expect(packed).toMatchObject({ format_version: '2.0', preview: { format_version: '5.0' } });
    expect(JSON.stringify(unpackDocument(packed))).toBe(JSON.stringify(report));
  });

  test('of a small plan is what JSON.stringify gives', async () => {
    const report = await sampleReport();
    expect(textOf(report)).toBe(JSON.stringify(report));
  });
});
