import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../value/value.ts';
import { ndjson } from './request-outline.ts';

test('a body of lines has one line for each value, whatever is in it, and ends the last one', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const lines = values as readonly Json[];
      const text = ndjson(lines);
      expect(text === '' || text.endsWith('\n')).toBe(true);
      const read = text.split('\n').slice(0, -1);
      expect(read.map((line) => JSON.stringify(JSON.parse(line)))).toEqual(lines.map((line) => JSON.stringify(line)));
    }),
  );
});
