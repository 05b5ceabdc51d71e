import { describe, expect, it } from 'vitest';
import type { Listing, ListingPage } from '../provider/listing.ts';
import { defined } from '../value/defined.ts';
import type { JsonObject } from '../value/value.ts';
import { MAX_ROWS, readListing } from './read-listing.ts';

/** `pages`: the rows of each. The cursor is the position of the next one. */
function listing(pages: readonly (readonly JsonObject[])[], name?: string): Listing {
  return {
    title: 'things',
    columns: [
      { name: 'id', type: 'text', description: '' },
      { name: 'label', type: 'text', description: '' },
      { name: 'size', type: 'number', description: '' },
      { name: 'more', type: 'object', description: '' },
    ],
    key: 'id',
    ...defined({ name }),
    async readPage(_args, { cursor }): Promise<ListingPage> {
      const at = typeof cursor === 'number' ? cursor : 0;
      return { rows: pages[at] ?? [], ...(at + 1 < pages.length ? { next: at + 1 } : {}) };
    },
  };
}

async function read(of: Listing, isWanted: (name: string) => boolean = () => true) {
  const counted: number[] = [];
  const result = await readListing(of, {
    arguments: {},
    read: async () => null,
    isWanted,
    onPage: (rows) => counted.push(rows),
  });
  return { result, counted };
}

describe('readListing', () => {
  it('reads every page; of rows with one key the last counts', async () => {
    const pages = [[{ id: 'b', size: 1 }, { id: 'a' }], [{ id: 'b', size: 2 }], [], [{ id: 'c' }]];
    const { result, counted } = await read(listing(pages));
    expect(result).toEqual({ kind: 'read', rows: [{ id: 'a' }, { id: 'b', size: 2 }, { id: 'c' }], leftOut: [] });
    expect(counted).toEqual([2, 2, 2, 3]);
  });

  it('orders rows by name, and then by key, and fields as the listing does', async () => {
    const rows = [
      { size: 1, label: 'x', id: '2' },
      { id: '1', label: 'x' },
      { id: '3', label: 'B' },
    ];
    const { result } = await read(listing([rows], 'label'));
    expect(JSON.stringify(result)).toBe(
      JSON.stringify({
        kind: 'read',
        rows: [
          { id: '3', label: 'B' },
          { id: '1', label: 'x' },
          { id: '2', label: 'x', size: 1 },
        ],
        leftOut: [],
      }),
    );
  });

  it('leaves out rows that are not asked for by their name', async () => {
    const rows = [
      { id: '1', label: 'keep' },
      { id: '2', label: 'drop' },
    ];
    const { result } = await read(listing([rows], 'label'), (name) => name === 'keep');
    expect(result).toEqual({ kind: 'read', rows: [rows[0]], leftOut: [] });
  });

  it.each([
    [{ label: 'x' }, 'a row that has no text in its column id'],
    [{ id: '' }, 'a row that has no text in its column id'],
    [{ id: 7 }, 'a row that has no text in its column id'],
    [{ id: 'a', colour: 'red' }, 'a row with the column colour, which it does not declare'],
    [{ id: 'a', size: '7' }, 'a row whose column size is no number'],
    [{ id: 'a', more: [1] }, 'a row whose column more is no object'],
    [{ id: 'a', more: null }, 'a row whose column more is no object'],
  ])('refuses a row that the listing does not declare so: %j', async (row: JsonObject, fault) => {
    expect((await read(listing([[{ id: 'first' }], [row]]))).result).toEqual({ kind: 'defect', fault });
  });

  it('refuses a row without the name that it is chosen by', async () => {
    const { result } = await read(listing([[{ id: 'a' }]], 'label'));
    expect(result).toEqual({ kind: 'defect', fault: 'a row that has no text in its column label' });
  });

  it('ends with a server that always names one more page, and with more rows than anybody reads', async () => {
    const endless: Listing = { ...listing([]), readPage: async () => ({ rows: [], next: 1 }) };
    expect((await read(endless)).result).toEqual({ kind: 'too-many' });
    const ids = (from: number) => Array.from({ length: 60_000 }, (_, index) => ({ id: `${from + index}` }));
    expect((await read(listing([ids(0), ids(60_000)]))).result).toEqual({ kind: 'too-many' });
    const exactly = [Array.from({ length: MAX_ROWS }, (_, index) => ({ id: `${index}` }))];
    expect((await read(listing(exactly))).result.kind).toBe('read');
  });
});
