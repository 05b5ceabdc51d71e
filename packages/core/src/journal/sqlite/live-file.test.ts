import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LiveFile } from './live-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-live-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the file of a run in progress', () => {
  test('is replaced whole, for its owner alone, and leaves nothing behind', () => {
    const file = new LiveFile(join(folder, 'shop.db'));
    expect(file.read()).toBeUndefined();
    expect(file.replace('one')).toBe(true);
    expect(file.replace('two')).toBe(true);
    expect(file.read()).toBe('two');
    expect(readdirSync(folder)).toEqual(['shop.db.live.json']);
    expect(statSync(join(folder, 'shop.db.live.json')).mode & 0o777).toBe(0o600);
    file.remove();
    file.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that cannot be written is no error', () => {
    const file = new LiveFile(join(folder, 'missing', 'shop.db'));
    expect(file.replace('one')).toBe(false);
    file.remove();
    expect(file.read()).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is not read when it is larger than any that is written', () => {
    writeFileSync(join(folder, 'shop.db.live.json'), 'x'.repeat(1_000_001));
    expect(new LiveFile(join(folder, 'shop.db')).read()).toBeUndefined();
  });
});
