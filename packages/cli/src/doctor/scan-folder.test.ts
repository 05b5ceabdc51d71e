import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { scanFolder } from './scan-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MEBIBYTE = 1 << 20;
/** As it could be: with a quotation mark that JSON escapes, and characters that a URL encodes. */
const SECRET = 'canary"p@ss wörd/9';

function scan(bytes: Buffer | string, value = SECRET) {
  writeFileSync(join(folder, 'file'), bytes);
  return scanFolder({ folder, needles: [{ name: 'canary', value }], sources: [], cwd: folder });
}

test.each([
  ['as it is', SECRET],
  ['inside JSON', JSON.stringify({ password: SECRET })],
  ['percent-encoded', `https://h/?p=${encodeURIComponent(SECRET)}`],
  ['encoded', Buffer.from(SECRET).toString('hex')],
  ['encoded', SECRET.replaceAll('"', '&quot;')],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64', Buffer.from(`user:${SECRET}`).toString('base64')],
  ['in base64', Buffer.from(`use:${SECRET}:more`).toString('base64')],
])('a value is found %s, in %s', (how, text) => {
  const [finding] = scan(`before ${text} after`);
  expect(finding).toMatchObject({
    level: 'error',
    file: 'file',
    detail: expect.stringContaining(`canary ${how} at byte`),
  });
  expect(JSON.stringify(finding)).not.toContain('p@ss');
});

test('it is found once, at its own byte, wherever it lies between chunks', () => {
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 2 }), (distance, chunk) => {
      const offset = chunk * MEBIBYTE + distance;
      const bytes = Buffer.alloc(2 * MEBIBYTE + 200, 'x');
      bytes.write(SECRET, offset);
      expect(scan(bytes)).toMatchObject([{ level: 'error', byteOffset: offset }]);
    }),
    { numRuns: 40 },
  );
});

test('every occurrence is told, in the order of the file', () => {
  expect(scan(`${SECRET}--${SECRET}`).map(({ byteOffset }) => byteOffset)).toEqual([0, Buffer.byteLength(SECRET) + 2]);
});

test('a folder without secrets is fine', () => {
  expect(scan('nothing here')).toMatchObject([
    { level: 'ok', detail: '1 secret value looked for in 1 file, none found' },
  ]);
});

test('a value that is too short is not looked for, and that is said', () => {
  const findings = scan('abc abc', 'abc');
  expect(findings.map(({ level }) => level)).toEqual(['warning', 'warning']);
});

test('folders below are searched, and the file that the secret comes from is not', () => {
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'deep', 'er', 'log'), SECRET);
  writeFileSync(join(folder, 'own'), SECRET);
  writeFileSync(join(folder, 'file'), '');
  const needles = [{ name: 'canary', value: SECRET }];
  const findings = scanFolder({ folder, needles, sources: [join(folder, 'own')], cwd: folder });
  expect(findings.map(({ file }) => file)).toEqual([join('deep', 'er', 'log')]);
});
