import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ValidatorUse } from '../../packages/core/src/plan/schema/precompiled-validators.ts';
import { compileSchema } from '../../packages/core/src/plan/schema/schema-compiler.ts';
import { SCHEMA_FORMATS, SCHEMA_KEYWORDS } from '../../packages/core/src/plan/schema/schema-keywords.ts';
import { checkedSchemas, precompileValidators } from '../../scripts/bundle/precompile-validators.ts';

type Validate = ReturnType<typeof compileSchema>;

const USES: readonly ValidatorUse[] = ['explain', 'decide'];
const require = createRequire(import.meta.url);
const given = {
  formats: SCHEMA_FORMATS,
  keywords: Object.fromEntries(SCHEMA_KEYWORDS.map(({ keyword, validate }) => [keyword, validate])),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-validators-'));
  for (const { path, text } of precompileValidators()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function precompiled(name: string): Validate {
  return require(join(folder, 'validators', `${name}.js`)).create(given);
}

const CONNECTIONS = new Map([['old', 'redis']]);

function outcome(validate: Validate, value: unknown): unknown {
  return [validate.call(CONNECTIONS, value), validate.errors];
}

/** Values that are near what a schema accepts: its own property names, with its own examples or anything. */
function nearbyOf(schema: unknown): fc.Arbitrary<unknown> {
  const { properties = {}, examples = [], enum: choices = [] } = (schema ?? {}) as Readonly<Record<string, object>>;
  const own = [...Object.values(examples), ...Object.values(choices)];
  const anything = fc.jsonValue({ maxDepth: 1 });
  const members = Object.entries(properties).map(([name, member]) => [name, nearbyOf(member)] as const);
  const object = fc.record(Object.fromEntries(members), { requiredKeys: [] });
  const few = own.length === 0 ? [anything] : [fc.constantFrom(...own), anything];
  return members.length === 0 ? fc.oneof(...few) : fc.oneof({ weight: 5, arbitrary: object }, ...few);
}

describe('a validator that was compiled with the bundle', () => {
  it('is of every schema', () => expect(checkedSchemas().size).toBeGreaterThan(40));

  it.each(USES)('says the same as one that is compiled when it is needed: %s', (use) => {
    for (const [name, schema] of checkedSchemas()) {
      const [built, own] = [precompiled(`${name}.${use}`), compileSchema(schema, use)];
      fc.assert(
        fc.property(nearbyOf(schema), (value) => {
          expect(outcome(built, value)).toEqual(outcome(own, value));
        }),
        { numRuns: 20 },
      );
    }
  });
});
