import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { POLICIES } from '../../packages/core/src/scheduler/policies/policies.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ROOM = 'packages/core/src/scheduler/policies';

/** The list of all policies; what a policy is; and what asks all of them. */
const LIST = `${ROOM}/policies.ts`;
const SHARED = [LIST, `${ROOM}/policy.ts`, `${ROOM}/policy-set.ts`];

const SOURCES = globSync('packages/*/{src,browser}/**/*.ts', { cwd: ROOT })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => !file.endsWith('.test.ts'));

const OWN_FILES = readdirSync(join(ROOT, ROOM))
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => `${ROOM}/${file}`)
  .filter((file) => !SHARED.includes(file));

/** The files that import one of these, by a path. */
function importers(file: string): readonly string[] {
  const imported = new RegExp(`from '\\.[^']*/${RegExp.escape(basename(file))}'`);
  const isNear = (from: string) =>
    [...textOf(from).matchAll(/from '(\.[^']+)'/g)].some(([, path = '']) => join(dirname(from), path) === file);
  return SOURCES.filter((from) => imported.test(textOf(from)) && isNear(from));
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

describe('a policy', () => {
  it.each(OWN_FILES)('%s is known to the one list and to nothing else', (file) => {
    expect(importers(file)).toEqual([LIST]);
  });

  it('is one line of the list besides its import', () => {
    const lines = textOf(LIST).split('\n');
    const list = lines.filter((line) => line.includes('PolicyDefinition[] ='));
    expect(list).toHaveLength(1);
    expect(POLICIES).toHaveLength(OWN_FILES.length);
    expect(new Set(POLICIES.map(({ name }) => name)).size).toBe(POLICIES.length);
  });

  it('is found when something else imports it', () => {
    expect(importers(`${ROOM}/policy-set.ts`)).toContain('packages/core/src/scheduler/scheduler.ts');
  });
});
