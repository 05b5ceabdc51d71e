import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { processState } from './process-state.ts';
import { SHARED } from './shared-workers.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What a test file could leave behind for the next one in its worker: mocks, variables, listeners, the folder. */
const CHANGES = [
  /\bvi\.\w/,
  /\bprocess\.(?:chdir|on|once|exitCode)\b/,
  /\bprocess\.env(?:\.\w+|\[[^\]]*\])?\s*(?:[|&?]{2})?=(?!=)/,
  /\bdelete process\.env\b|\bObject\.assign\(process\.env\b/,
  /\bglobalThis\b/,
  /\bexpect\.extend\b/,
];

function isChanging(text: string): boolean {
  return CHANGES.some((change) => change.test(text));
}

it('tests that share a worker change nothing that belongs to the process', () => {
  const files = globSync(SHARED, { cwd: ROOT });
  expect(files.length).toBeGreaterThan(550);
  expect(files.filter((file) => isChanging(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});

it.each([
  'vi.useFakeTimers();',
  "process.env['A'] = 'b';",
  "process.env.A ??= 'b';",
  'delete process.env.A;',
  "Object.assign(process.env, { A: 'b' });",
  'process.chdir(folder);',
  'globalThis.fetch = send;',
])('finds %j', (line) => {
  expect(isChanging(line)).toBe(true);
});

it.each(["spawn(tool, { env: { ...process.env, A: 'b' } });", "if (process.env['A'] === 'b') return;"])(
  'takes %j for a look only',
  (line) => {
    expect(isChanging(line)).toBe(false);
  },
);

/** `WAYBILL_LEFT_BEHIND` is of this test alone. */
const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

it.each<[string, () => () => void]>([
  [
    'a variable',
    () => {
      process.env['WAYBILL_LEFT_BEHIND'] = 'yes';
      return () => void delete process.env['WAYBILL_LEFT_BEHIND'];
    },
  ],
  [
    'a listener',
    () => {
      const listener = (): void => {};
      process.on('SIGHUP', listener);
      return () => void process.off('SIGHUP', listener);
    },
  ],
  [
    'an exit code',
    () => {
      const before = process.exitCode;
      process.exitCode = 3;
      return () => {
        process.exitCode = before;
      };
    },
  ],
])('what is left behind shows: %s', (_name, leave) => {
  const before = processState();
  undo.push(leave());
  expect(processState()).not.toEqual(before);
  undo.splice(0)[0]?.();
  expect(processState()).toEqual(before);
});
