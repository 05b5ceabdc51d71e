import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CheckpointStore, type OpenStoreOptions, StateUnusableError, type StoreDriver } from '@waybill/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../system-random.ts';
import { createMemoryState } from './create-memory-state.ts';
import { hasState, inspectState, openStore, resolveLocation } from './open-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-open-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SHOP: OpenStoreOptions = { plan: 'shop', random: systemRandom };

describe('a location', () => {
  test('without a scheme and as a file URL is the same state', async () => {
    const path = join(folder, 'shop.db');
    const url = pathToFileURL(path).href;
    expect([await hasState(path), await hasState(url)]).toEqual([false, false]);
    const store = await openStore(url, SHOP);
    const { stateId } = store.header;
    await store[Symbol.asyncDispose]();
    expect([await hasState(path), await hasState(url)]).toEqual([true, true]);
    await using again = await openStore(path, SHOP);
    expect(again.header.stateId).toBe(stateId);
    expect(await inspectState(url)).toMatchObject({
      folder,
      damage: undefined,
      files: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  test('is looked at without creating anything', async () => {
    expect(await hasState(join(folder, 'shop.db'))).toBe(false);
    expect(await inspectState(join(folder, 'shop.db'))).toEqual({ files: [], damage: undefined, folder });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('chooses its driver by the scheme, in whatever case', async () => {
    const asked: string[] = [];
    const drivers = [fakeDriver('postgres', asked)];
    await using store = await openStore('Postgres://db/waybill', SHOP, drivers);
    expect([store.location, await hasState('postgres://db/waybill', drivers)]).toEqual(['memory', true]);
    expect(asked).toEqual(['open Postgres://db/waybill', 'has postgres://db/waybill']);
  });

  test.each(['s3://bucket/shop', 'consul:shop'])('of an unknown scheme is refused: %s', async (location) => {
    for (const use of [hasState(location), openStore(location, SHOP), inspectState(location)])
      await expect(use).rejects.toThrow(StateUnusableError);
  });

  test('is shown without the password in it', async () => {
    const error = await hasState('s3://user:geheim@bucket/shop').catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('s3://…@bucket/shop');
    expect(JSON.stringify(error)).not.toContain('geheim');
  });

  test('that is no file URL is refused', async () => {
    await expect(openStore('file:shop.db', SHOP)).rejects.toThrow(StateUnusableError);
  });

  test.each([
    ['shop.db', '/plans/shop.db'],
    ['/srv/shop.db', '/srv/shop.db'],
    ['file:///srv/shop.db', 'file:///srv/shop.db'],
    ['postgres://db/waybill', 'postgres://db/waybill'],
  ])('%s is resolved from a directory as %s', (location, expected) => {
    expect(resolveLocation('/plans', location)).toBe(expected);
  });
});

function fakeDriver(scheme: string, asked: string[]): StoreDriver {
  return {
    schemes: [scheme],
    has: async (location) => await Promise.resolve(asked.push(`has ${location}`) > 0),
    open: async (location): Promise<CheckpointStore> => {
      asked.push(`open ${location}`);
      return await Promise.resolve(createMemoryState('shop'));
    },
    inspect: async () => await Promise.resolve({ files: [] }),
    folderOf: () => undefined,
  };
}
