import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMeetings } from '../../scripts/architecture/find-meetings.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROVIDER = 'packages/provider-acme/src/session/connect.ts';
const STAND = 'packages/provider-acme/src/stand/deep/tasks.ts';

/** The linter refuses the usual ways of writing such an import; here each import is followed to where it leads. */
describe('a provider and its stand', () => {
  it('never meet', async () => {
    const files = globSync('packages/provider-*/src/**/*.ts', { cwd: ROOT })
      .map((file) => file.split(sep).join('/'))
      .filter((file) => !file.endsWith('.test.ts'));
    expect(files.filter((file) => file.includes('/src/stand/')).length).toBeGreaterThan(50);
    const found = await Promise.all(
      files.map(async (file) => [file, findMeetings(file, await readFile(join(ROOT, file), 'utf8'))] as const),
    );
    expect(found.filter(([, reached]) => reached.length > 0)).toEqual([]);
  });

  it.each([
    [STAND, "import { a } from '../../operations/operations.ts';"],
    [STAND, "import { a } from './../../operations/operations.ts';"],
    [STAND, "export * from './x/../../../operations/operations.ts';"],
    [STAND, "import type { A } from './../../config.ts';"],
    [STAND, "const a = await import('./../../config.ts');"],
    [STAND, "type A = typeof import('./../../config.ts');"],
    [STAND, "type A = import('../../config.ts').A;"],
    [STAND, "import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('../../config.ts');"],
    [STAND, "import * as m from 'node:module';\nm.createRequire(import.meta.url)('../../config.ts');"],
    [STAND, 'const a = await import(`../../config.ts`);'],
    [STAND, 'const a = await import(file);'],
    [STAND, "import { a } from '@waybill/core';"],
    [STAND, "import { a } from '@waybill/provider-acme';"],
    [STAND, "import { a } from '../../../../provider-other/src/stand/index.ts';"],
    [PROVIDER, "import { a } from '../stand/stand.ts';"],
    [PROVIDER, "import { a } from './x/../../stand/stand.ts';"],
    [PROVIDER, "type A = typeof import('../stand/index.ts');"],
    [PROVIDER, "export { a } from '@waybill/provider-acme/stand';"],
    [PROVIDER, "import { a } from '@waybill/stand-kit';"],
    [PROVIDER, "import { a } from '../../../provider-other/src/config.ts';"],
  ])('%s: %s', (file, text) => {
    expect(findMeetings(file, text).length).toBeGreaterThan(0);
  });

  it.each([
    [STAND, "import { a } from '../state.ts';\nimport { b } from '@waybill/stand-kit';\nimport 'node:crypto';"],
    [
      PROVIDER,
      "import { a } from '../config.ts';\nimport { b } from '@waybill/core';\nimport '@waybill/provider-kit';",
    ],
  ])('%s may: %s', (file, text) => {
    expect(findMeetings(file, text)).toEqual([]);
  });
});
