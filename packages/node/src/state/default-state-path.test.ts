import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultStatePath, locateState } from './default-state-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-state-path-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAN = { name: 'shop', file: 'plans/shop.yaml' };

test('the state is next to the plan, from whatever directory the plan is named', () => {
  expect(defaultStatePath({ name: 'shop', file: 'shop.yaml' })).toBe('.waybill/shop.db');
  expect(defaultStatePath(PLAN)).toBe('plans/.waybill/shop.db');
  expect(defaultStatePath({ name: 'shop', file: '/srv/plans/shop.yaml' })).toBe('/srv/plans/.waybill/shop.db');
});

test('one that only the old place has is still used, and one next to the plan goes first', async () => {
  expect(await locateState(PLAN, folder)).toEqual({ path: 'plans/.waybill/shop.db', isInOldPlace: false });
  put('.waybill/shop.db');
  expect(await locateState(PLAN, folder)).toEqual({ path: '.waybill/shop.db', isInOldPlace: true });
  put('plans/.waybill/shop.db');
  expect(await locateState(PLAN, folder)).toEqual({ path: 'plans/.waybill/shop.db', isInOldPlace: false });
  expect((await locateState({ name: 'shop', file: 'shop.yaml' }, folder)).isInOldPlace).toBe(false);
});

function put(path: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), 'a state');
}
