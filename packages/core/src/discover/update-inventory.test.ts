import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInventory } from '../plan/inventory/read-inventory.ts';
import type { JsonObject } from '../value/value.ts';
import { chooseRows } from './choose-rows.ts';
import type { Discovery } from './discovery.ts';
import { type InventoryUpdate, type UpdateInventoryOptions, updateInventory } from './update-inventory.ts';

const COLUMNS: Discovery['columns'] = [
  { name: 'id', type: 'text', description: 'Id.' },
  { name: 'name', type: 'text', description: 'Name.' },
  { name: 'version', type: 'text', description: 'Version.' },
  { name: 'used', type: 'number', description: 'Used.', isVolatile: true },
  { name: 'settings', type: 'object', description: 'Settings.' },
];

function discovery(rows: readonly JsonObject[], match: readonly string[] = []): Discovery {
  return {
    connection: 'cache',
    listing: 'instances',
    title: 'instances',
    columns: COLUMNS,
    key: 'id',
    name: 'name',
    rows,
    leftOut: [],
    isWanted: chooseRows({ match }),
  };
}

function update(
  text: string | undefined,
  rows: readonly JsonObject[],
  { match, ...options }: Partial<UpdateInventoryOptions> & { readonly match?: readonly string[] } = {},
): InventoryUpdate {
  const bytes = text === undefined ? undefined : Buffer.from(text);
  return updateInventory(bytes, discovery(rows, match), { file: 'redis.yaml', ...options });
}

const A = { id: 'i-1', name: 'sessions', version: '6.0', used: 10 };
const B = { id: 'i-2', name: 'carts', version: '5.0', settings: { index: { shards: '3' } } };

const YAML = `# What we move in spring
- id: i-9 # was removed
  name: old
  owner: team-a

# The big one
- id: i-1
  name: sessions
  version: "5.0"   # to be raised
  owner: team-b
`;

describe('a YAML inventory', () => {
  it('is written with texts that stay texts', () => {
    expect(update(undefined, [B, A]).text).toBe(`- id: i-2
  name: carts
  version: "5.0"
  settings:
    index:
      shards: "3"
- id: i-1
  name: sessions
  version: "6.0"
  used: 10
`);
  });

  it('keeps comments, order and what was added by hand', () => {
    const { text, added, gone, changed } = update(YAML, [B, A]);
    expect(text).toBe(`# What we move in spring
- id: i-9 # was removed
  name: old
  owner: team-a

# The big one
- id: i-1
  name: sessions
  version: "6.0" # to be raised
  owner: team-b
  used: 10
- id: i-2
  name: carts
  version: "5.0"
  settings:
    index:
      shards: "3"
`);
    expect(added).toEqual([{ key: 'i-2', name: 'carts' }]);
    expect(gone).toEqual([{ key: 'i-9', name: 'old' }]);
    expect(changed.map(({ column, before, after, isVolatile }) => [column, before, after, isVolatile])).toEqual([
      ['version', '5.0', '6.0', false],
      ['used', undefined, 10, true],
    ]);
  });

  it('loses rows that are gone only when it is pruned', () => {
    const { text } = update(YAML, [A], { prunes: true });
    expect(text).not.toContain('i-9');
    expect(text).toContain('owner: team-b');
  });

  it('is left as it is, to the byte, when nothing differs', () => {
    const text = '- {  id: i-1,   name: "sessions", version: \'6.0\', used: 10 }\n';
    expect(update(text, [A])).toEqual({ text, added: [], gone: [], changed: [] });
  });

  it.each([
    ['redis.yaml', '- { id: i-1, name: sessions, version: "6.0", used: 10 }\n'],
    ['redis.csv', 'id,name,version,used,settings\r\ni-1,sessions,6.0,10,\r\n'],
    ['redis.json', '[{"id":"i-1","name":"sessions","version":"6.0","used":10}]'],
    ['redis.csv', ''],
  ])('keeps a byte order mark: %s', (file, content) => {
    const text = `\ufeff${content}`;
    if (content !== '') expect(update(text, [A], { file }).text).toBe(text);
    const { text: written, added } = update(text, [A, B], { file });
    expect([written.startsWith('\ufeff'), written.lastIndexOf('\ufeff')]).toEqual([true, 0]);
    expect(added.map(({ key }) => key)).toContain('i-2');
    expect(update(written, [A, B], { file })).toEqual({ text: written, added: [], gone: [], changed: [] });
  });

  it('does not miss rows that were not asked for', () => {
    expect(update(YAML, [A], { match: ['sess*'] }).gone).toEqual([]);
  });

  it('may be a map, whose keys name its rows', () => {
    const { text, changed } = update('i-1: { name: sessions, version: "5.0", used: 10 }\n', [A, B]);
    expect(changed.map(({ column }) => column)).toEqual(['version']);
    expect(text).toContain('i-2:');
  });

  it('may hold nothing but a comment yet', () => {
    expect(update('# redis\n', [A]).text).toMatch(/^# redis\n+- id: i-1\n/);
    expect(update('[]\n', [A]).text).toMatch(/^- id: i-1\n/);
  });
});

describe('other formats', () => {
  it('CSV keeps its columns, and takes objects as JSON', () => {
    const before = 'owner,id,name,version\nteam-b,i-1,sessions,5.0\n';
    expect(update(before, [A, B], { file: 'redis.csv' }).text).toBe(
      'owner,id,name,version,used,settings\nteam-b,i-1,sessions,6.0,10,\n,i-2,carts,5.0,,"{""index"":{""shards"":""3""}}"\n',
    );
  });

  it('JSON keeps the fields of its rows', () => {
    const { text } = update('[{"id":"i-1","name":"sessions","owner":"b"}]', [A], { file: 'redis.json' });
    expect(JSON.parse(text)).toEqual([{ ...A, owner: 'b' }]);
  });

  it.each(['redis.yaml', 'redis.csv', 'redis.json'])(
    '%s: what was written is current, and reads as the rows',
    (file) => {
      const word = fc.oneof(
        fc.string({ unit: 'grapheme-ascii' }),
        fc.constantFrom('1.0', 'yes', 'null', ' x ', 'a,b"', '# no', '- a'),
      );
      const fine = word.filter((text) => !text.includes('${{'));
      const row = fc.record({
        id: fc.stringMatching(/^[a-z0-9.-]{1,8}$/),
        name: fine.filter((text) => text !== ''),
        version: fine,
      });
      fc.assert(
        fc.property(fc.uniqueArray(row, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }), (rows) => {
          const { text } = update(undefined, rows, { file });
          expect(update(text, rows, { file })).toEqual({ text, added: [], gone: [], changed: [] });
          const format = file.endsWith('csv') ? 'csv' : file.endsWith('json') ? 'json' : 'yaml';
          const { inventory, diagnostics } = readInventory(Buffer.from(text), { file, format });
          expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
          // An empty field of CSV is nothing.
          const filled = (value: unknown): unknown =>
            JSON.parse(JSON.stringify(value, (_, field: unknown) => (field === '' ? undefined : field)));
          expect(filled(inventory?.rows.map(({ value }) => value))).toEqual(filled(rows));
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('an inventory none of whose rows is listed', () => {
  const others = [
    { id: 'j-1', name: 'search' },
    { id: 'j-2', name: 'events' },
  ];
  const text = update(undefined, [A, B]).text;

  it.each([false, true])('is that of another connection, and is left as it is (pruned: %s)', (prunes) => {
    expect(() => update(text, others, { prunes })).toThrow(
      expect.objectContaining({
        code: 'DISCOVER_FILE',
        message: 'redis.yaml: none of the 2 rows is among the 2 instances of cache, by key or by name.',
      }),
    );
  });

  it('is updated where one name is the same: what it names was made anew', () => {
    const { added, gone } = update(text, [{ ...A, id: 'j-3' }, ...others], { prunes: true });
    expect([added.length, gone.map(({ name }) => name)]).toEqual([3, ['sessions', 'carts']]);
  });

  it.each([
    ['it has no rows', '# to come\n', others, {}],
    ['nothing is listed', text, [], {}],
    ['its rows were not asked for', text, others, { match: ['search', 'events'] }],
  ])('is updated where %s', (_why, before, rows, options) => {
    expect(update(before, rows, options).added).toHaveLength(rows.length);
  });
});

describe('a file that is no inventory is refused with its place', () => {
  it.each([
    ['another ending', 'x', 'redis.txt', 'redis.txt does not have the name of an inventory file.'],
    ['a row without a key', '- id: i-1\n- name: carts\n', 'redis.yaml', 'redis.yaml:2:3: row 2 has no value in "id"'],
    [
      'two rows of one key',
      'id,name\ni-1,a\ni-1,b\n',
      'redis.csv',
      'redis.csv:3:1: rows 1 and 2 have the same id, "i-1"',
    ],
    ['aliases', '- { id: i-1, name: &n a }\n- { id: i-2, name: *n }\n', 'redis.yaml', 'redis.yaml: it shares values'],
    ['texts', '- i-1\n', 'redis.yaml', 'redis.yaml:1:3: row 1 has no value in "id"'],
    ['not YAML', '- {id: i-1\n', 'redis.yaml', 'redis.yaml:'],
    ['a single value', 'shop\n', 'redis.yaml', 'redis.yaml:1:1: '],
  ])('%s', (_, text, file, message) => {
    expect(() => update(text, [A], { file })).toThrow(
      expect.objectContaining({ code: 'DISCOVER_FILE', message: expect.stringContaining(message) }),
    );
  });
});
