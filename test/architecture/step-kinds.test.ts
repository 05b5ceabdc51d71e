import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STEP_MODULES } from '../../packages/core/src/graph/steps/step-modules.ts';

const root = join(import.meta.dirname, '..', '..');
const names = Object.keys(STEP_MODULES).join('|');
const NAMED = new RegExp(
  `(?:\\bkind\\b[^\\n]{0,20}[=!]==\\s*|\\bkinds?\\b[^\\n]{0,40}\\?\\?\\s*|\\bcase\\s+|\\bkind:\\s*)'(?:${names})'|\\b(?:Call|Await|Check|Gate|Job)Step\\b`,
  'g',
);

/**
 * How often a file outside the folders named `steps` names a kind of step. The kinds of providers, in folders
 * named `kinds`, write blueprints, and the suite in `contracts` says which ones keep the contract; `blueprint.ts` says what those are, and `blueprint-unit.ts` writes the ones of
 * low-level operations. The numbers may only become smaller.
 */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  'packages/core/src/graph/blueprint-unit.ts': 3,
  'packages/core/src/provider/blueprint.ts': 5,
};

describe('kinds of steps', () => {
  it('are named in the folders of steps and by the authors of blueprints only', async () => {
    const found = await Promise.all(sourceFiles().map(async (file) => [file, await countIn(file)] as const));
    expect(Object.fromEntries(found.filter(([, count]) => count > 0))).toEqual(EXCEPTIONS);
  });

  it('are no words of the style sheet', async () => {
    const style = await readFile(join(root, 'packages', 'cli', 'browser', 'page.css'), 'utf8');
    expect(style.match(new RegExp(`="(?:${names})"`, 'g'))).toBeNull();
  });

  it.each([
    "if (step.kind === 'gate') return;",
    "if (step?.kind !== 'call') return;",
    "switch (step.kind) { case 'await': }",
    "return { kind: 'check' };",
    "steps.filter(({ kind }) => kind === 'call')",
    "const kind = kinds.get(node.id) ?? 'call';",
    'function f(step: CallStep): void {}',
  ])('finds the name in: %s', (text) => {
    expect(text.match(NAMED)).toHaveLength(1);
  });

  it.each(["{ kind: 'gate.approved' }", "closes = 'await'", 'runCallStep(step)'])('finds none in: %s', (text) => {
    expect(text.match(NAMED)).toBeNull();
  });
});

function sourceFiles(): readonly string[] {
  const files = globSync('packages/*/src/**/*.ts', { cwd: root }).map((file) => file.split(sep).join('/'));
  return files
    .filter((file) => !/\.test\.ts$|\.generated\.ts$|\/steps\/|\/(?:testing|kinds|contracts)\//.test(file))
    .sort();
}

async function countIn(file: string): Promise<number> {
  return (await readFile(join(root, file), 'utf8')).match(NAMED)?.length ?? 0;
}
