import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Schema, schemaIn } from '../../scripts/generate/schema.ts';
import { argumentSchemas, violations } from './validators.ts';

/** The schema of one field of an operation or kind. */
function fieldOf(name: string, ...path: readonly string[]): Schema {
  return path.reduce(
    (schema, key) => schemaIn(schemaIn(schema, 'properties'), key),
    argumentSchemas.get(name) as Schema,
  );
}

function accepts(schema: Schema, value: unknown): boolean {
  return violations(schema, value).length === 0;
}

/** One character of `text`, which holds no surrogate pairs. */
function characterOf(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(...text.split(''));
}

describe('bandwidth limit', () => {
  const limit = fieldOf('SetOnlineMigrationTask', 'bandwidth_limit_mb');

  it('is a whole number from 1 to 10240, as a number or as text', () => {
    for (let value = -1; value <= 11_000; value += 1) {
      const isAllowed = value >= 1 && value <= 10_240;
      expect([value, accepts(limit, value), accepts(limit, String(value))]).toEqual([value, isAllowed, isAllowed]);
    }
  });

  it('has one spelling as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: characterOf('0123456789.-+ e') }), (text) => {
        const isAllowed = String(Number(text)) === text && accepts(limit, Number(text));
        expect(accepts(limit, text)).toBe(isAllowed);
      }),
    );
  });
});

describe('ids in a URL path', () => {
  const ids: readonly [string, Schema][] = [
    ['InstanceId', fieldOf('CreateDataTasks', 'InstanceId')],
    ['task_id', fieldOf('SetOnlineMigrationTask', 'task_id')],
    ['instance_id', fieldOf('ShowInstance', 'instance_id')],
    ['job_id', fieldOf('ShowJobInfo', 'job_id')],
    ['project_id', fieldOf('huaweicloud-dcs', 'project_id')],
  ];

  it.each(ids)('%s names one path segment and nothing else', (_name, id) => {
    const text = fc.oneof(fc.string(), fc.string({ unit: characterOf('aZ09-_./\\%?#*~ \n') }));
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(accepts(id, value) && !value.includes('${{'));
        expect(new URL(`https://host/a/${value}/b`).pathname).toBe(`/a/${value}/b`);
        expect(value).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('idempotency token', () => {
  it('is 1 to 64 printable ASCII characters', () => {
    const token = fieldOf('CreateDataTasks', 'ClientToken');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (value) => {
        const isAscii = /^[ -~]*$/.test(value);
        expect(accepts(token, value)).toBe(isAscii && value.length >= 1 && value.length <= 64);
      }),
    );
    for (const length of [1, 64, 65])
      expect([length, accepts(token, 'x'.repeat(length))]).toEqual([length, length < 65]);
  });
});

describe('addresses', () => {
  const addrs = fieldOf('SetOnlineMigrationTask', 'source_instance', 'addrs');

  it('take every port from 1 to 65535 and no other', () => {
    for (let port = 0; port <= 70_000; port += 1) {
      const isAllowed = port >= 1 && port <= 65_535;
      if (accepts(addrs, `10.0.0.1:${port}`) !== isAllowed) expect.fail(`port ${port} should be ${isAllowed}`);
    }
  });

  it('take any number of hosts that fits', () => {
    const hosts = fc.array(fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(hosts, (list) => {
        expect(accepts(addrs, list.map(([host, port]) => `${host}:${port}`).join(','))).toBe(true);
      }),
    );
  });
});

describe('task names', () => {
  it('of kinds leave room for what is appended', () => {
    const name = fieldOf('online-migration', 'name');
    const vendorName = fieldOf('CreateOnlineMigrationTask', 'name');
    const text = fc.string({ unit: characterOf('abcXYZ019-_.é '), maxLength: 70 });
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: characterOf('0123456789abcdef'), minLength: 12, maxLength: 12 }),
        (prefix, token) => {
          expect(accepts(vendorName, `${prefix}-${token}`)).toBe(accepts(name, prefix));
        },
      ),
    );
  });
});
