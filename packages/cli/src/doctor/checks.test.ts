import { expect, test } from 'vitest';
import { FakeIo } from '../testing/fake-io.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkStateFolder } from './check-state-folder.ts';

const GOOD = { path: '/', isWritable: true, freeBytes: 5e9, fileSystem: 0xef53 };

test.each([
  [{}, ['ok', 'ok'], '.waybill can be written'],
  [{ isWritable: false }, ['error', 'ok'], 'cannot be written'],
  [{ freeBytes: 4e8 }, ['ok', 'warning'], '400 MB free'],
  [{ freeBytes: 5e6 }, ['ok', 'error'], '5 MB free'],
  [{ fileSystem: 0x6969 }, ['ok', 'ok', 'warning'], 'NFS: locks and syncs may not work on a network file system'],
  [{ fileSystem: 0x65735546 }, ['ok', 'ok', 'warning'], 'FUSE'],
  [{ fileSystem: 0x01021994 }, ['ok', 'ok', 'warning'], 'tmpfs: the state is lost'],
  [{ fileSystem: undefined }, ['ok', 'ok'], '5.0 GB free'],
])('a folder with %j', (facts, levels, words) => {
  const findings = checkStateFolder({ ...GOOD, ...facts }, '.waybill');
  expect(findings.map(({ level }) => level)).toEqual(levels);
  expect(findings.map(({ detail }) => detail).join('\n')).toContain(words);
  for (const { level, fix } of findings) expect(fix === undefined).toBe(level === 'ok');
});

test('a Node that is too old, and one without SQLite, are errors', () => {
  const facts = { nodeVersion: '22.13.1', sqlite: { fault: 'no such built-in module' } };
  const findings = checkEnvironment(facts, {}, new FakeIo());
  expect(findings.map(({ level }) => level)).toEqual(['error', 'error', 'ok']);
  expect(findings[1]?.detail).toContain('no such built-in module');
});

test('the output is described as it will be', () => {
  const facts = { nodeVersion: '24.1.0', sqlite: { version: '3.50.0' } };
  const describe = (io: FakeIo) => checkEnvironment(facts, {}, io)[2]?.detail;
  expect(describe(new FakeIo())).toBe('no terminal, no colours, Unicode');
  expect(describe(new FakeIo({ isTTY: true, env: { LANG: 'C' } }))).toBe(
    'a terminal of 80 columns, colours, ASCII, because the locale does not name UTF-8',
  );
});
