import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PREVIEW_FORMAT, REPORT_FORMAT } from '@waybill/core/internal';
import { expect, it } from 'vitest';
import { JSON_FORMAT } from '../../packages/cli/src/json-format.ts';
import { PREVIEW_CHANGES_FORMAT } from '../../packages/core/src/preview/changes/preview-changes.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'schemas', 'output');
const RECORDED = join(import.meta.dirname, 'json-formats.json');

/** Documents that are saved and read again have formats of their own. */
const OWN_FORMATS: Readonly<Record<string, readonly [constant: string, format: string]>> = {
  preview: ['PREVIEW_FORMAT', PREVIEW_FORMAT],
  report: ['REPORT_FORMAT', REPORT_FORMAT],
  changes: ['PREVIEW_CHANGES_FORMAT', PREVIEW_CHANGES_FORMAT],
};

/** The shape of each document, with the format that it was recorded with. */
type Shapes = Readonly<Record<string, { readonly format: string; readonly shape: string }>>;

const current: Shapes = Object.fromEntries(
  readdirSync(FOLDER).map((file) => {
    const [name = ''] = file.split('.');
    return [name, { format: formatOf(name)[1], shape: shapeOf(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))) }];
  }),
);

it('a document whose shape has changed has another format', () => {
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Shapes;
  const unmarked = Object.entries(current).flatMap(([name, { format, shape }]) => {
    const before = recorded[name];
    const isUnmarked = before !== undefined && before.format === format && before.shape !== shape;
    return isUnmarked ? [`${name}: raise ${formatOf(name)[0]} (${format}), then record it with UPDATE_GOLDEN=1`] : [];
  });
  expect(unmarked).toEqual([]);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(RECORDED, `${JSON.stringify(current, null, 2)}\n`);
  else expect(recorded, 'record it with UPDATE_GOLDEN=1').toEqual(current);
});

it.each([
  ['another property', { properties: { a: {}, b: {} } }],
  ['a property that is required', { properties: { a: {} }, required: ['a'] }],
  ['another value', { properties: { a: { enum: ['x'] } } }],
])('%s is another shape', (_, schema) => {
  expect(shapeOf(schema)).not.toBe(shapeOf({ properties: { a: {} } }));
});

it('other words for the same, and another order of its properties, are no other shape', () => {
  const properties = { title: { description: 'A title.' }, b: {} };
  expect(shapeOf({ title: 'Words', properties })).toBe(shapeOf({ properties: { b: {}, title: {} } }));
});

function formatOf(name: string): readonly [constant: string, format: string] {
  return OWN_FORMATS[name] ?? ['JSON_FORMAT', JSON_FORMAT];
}

function shapeOf(schema: object): string {
  return createHash('sha256')
    .update(JSON.stringify(withoutWords(schema)))
    .digest('hex')
    .slice(0, 16);
}

/** A property may have the name of a word: its value is a schema and no text. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, inner]) => !(['title', 'description'].includes(name) && typeof inner === 'string'),
  );
  const entries = kept.map(([name, inner]): [string, unknown] => [name, withoutWords(inner)]);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
