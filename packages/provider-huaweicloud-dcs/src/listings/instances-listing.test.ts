import type { Json, JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { backupsListing } from './backups-listing.ts';
import { instancesListing } from './instances-listing.ts';
import { readInstancePage } from './list-instances.ts';

const isWanted = (): boolean => true;

/** Answers like the vendor: the instances from `offset`, at most `limit`. */
function vendor(instances: readonly JsonObject[]) {
  const asked: JsonObject[] = [];
  const read = async (operation: string, args: JsonObject): Promise<Json> => {
    expect(operation).toBe('ListInstances');
    asked.push(args);
    const from = Number(args['offset']);
    return { instances: instances.slice(from, from + Number(args['limit'])), instance_num: instances.length };
  };
  return { read, asked };
}

function instances(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({ instance_id: `id-${index}`, name: `name-${index}` }));
}

describe('the pages of instances', () => {
  it.each([0, 1, 19, 20, 21, 46])('show each of %i instances, whatever the pages overlap', async (count) => {
    const { read } = vendor(instances(count));
    const seen = new Set<unknown>();
    for (let cursor: Json | undefined = 0, pages = 0; cursor !== undefined; pages += 1) {
      expect(pages).toBeLessThan(5);
      const page: Awaited<ReturnType<typeof readInstancePage>> = await readInstancePage(read, cursor);
      for (const { instance_id: id } of page.instances) seen.add(id);
      cursor = page.next;
    }
    expect(seen.size).toBe(count);
  });

  it('hide none when some were deleted between two pages', async () => {
    const all = instances(30);
    const first = await readInstancePage(vendor(all).read, undefined);
    const later = await readInstancePage(vendor(all.slice(4)).read, first.next);
    const ids = [...first.instances, ...later.instances].map(({ instance_id: id }) => id);
    expect(new Set(ids).size).toBe(30);
  });
});

describe('instancesListing', () => {
  it('gives what an instance says, under the names of the columns, and leaves out the rest', async () => {
    const { read } = vendor([
      { instance_id: 'id-1', name: 'orders', status: 'RUNNING', engine: 'Redis', enable_ssl: false, vpc_id: 'vpc' },
      { instance_id: 'id-2' },
    ]);
    const { rows, next } = await instancesListing.readPage({}, { read, cursor: undefined, isWanted });
    expect(next).toBeUndefined();
    expect(rows[0]).toMatchObject({ id: 'id-1', name: 'orders', status: 'RUNNING', ssl: false, vpc_id: 'vpc' });
    expect(rows[1]).toMatchObject({ id: 'id-2', name: 'id-2' });
    expect(Object.keys(rows[1] ?? {})).not.toContain('ssl');
    const columns = instancesListing.columns.map(({ name }) => name);
    for (const row of rows) for (const name of Object.keys(row)) expect(columns).toContain(name);
  });

  it('refuses an instance without an id, which must not be lost in silence', async () => {
    const { read } = vendor([{ name: 'orders' }]);
    await expect(instancesListing.readPage({}, { read, cursor: undefined, isWanted })).rejects.toThrow('instance_id');
  });
});

describe('backupsListing', () => {
  /** `backups`: by instance. */
  function withBackups(backups: Readonly<Record<string, readonly JsonObject[]>>) {
    const asked: string[] = [];
    const read = async (operation: string, args: JsonObject): Promise<Json> => {
      if (operation === 'ListInstances') return { instances: instances(2) };
      const { instance_id: id } = args;
      if (typeof id !== 'string') throw new Error('an instance is named by its id');
      asked.push(id);
      const all = backups[id] ?? [];
      const from = Number(args['offset']);
      return { backup_record_response: all.slice(from, from + Number(args['limit'])) };
    };
    return { read, asked };
  }

  it('asks only for backups of the instances that are wanted, all pages of them', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({ backup_id: `b-${index}`, status: 'succeed' }));
    const { read, asked } = withBackups({ 'id-1': many, 'id-0': [{ backup_id: 'other' }] });
    const context = { read, cursor: undefined, isWanted: (name: string) => name === 'name-1' };
    const { rows } = await backupsListing.readPage({}, context);
    expect(asked).toEqual(['id-1', 'id-1']);
    expect(rows).toHaveLength(1_001);
    expect(rows[0]).toEqual({ backup_id: 'b-0', instance: 'name-1', instance_id: 'id-1', status: 'succeed' });
  });

  it('refuses a backup without an id', async () => {
    const { read } = withBackups({ 'id-0': [{ status: 'succeed' }] });
    await expect(backupsListing.readPage({}, { read, cursor: undefined, isWanted })).rejects.toThrow('backup_id');
  });
});
