import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STEP_MODULES } from '../../packages/core/src/provider/steps/step-modules.ts';

const root = join(import.meta.dirname, '..', '..');
const words = Object.keys(STEP_MODULES);
const names = words.join('|');
const types = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('|');

/** A kind by its name: compared, given, as one of a list or of a table, or as a type. */
const NAMED = [
  String.raw`(?:\bkind\b[^\n]{0,20}[=!]==\s*|\bkinds?\b[^\n]{0,40}\?\?\s*|\bcase\s+|\bkind:\s*)'(?:${names})'`,
  String.raw`\[(?:'(?:${names})'(?:, )?){2,}\]`,
  // The others are names of much else.
  String.raw`\b(?:await|gate): (?!string|boolean|number|readonly )\w+\(`,
  String.raw`\b(?:${types})(?:Step|Blueprint|Module)\b`,
];

/** The same question without a name: whether a step has a member that only some kinds have. */
const MEMBER = String.raw`'\w+' in (?:node|blueprint|planned|(?:\w+\.)*\w*[sS]tep)\b`;

const FORMS = new RegExp([...NAMED, MEMBER].join('|'), 'g');

describe('kinds of steps', () => {
  it('are named in the folders of steps and by the authors of blueprints only', async () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(900);
    const found = await Promise.all(files.map(async (file) => [file, await countIn(file)] as const));
    expect(Object.fromEntries(found.filter(([, count]) => count > 0))).toEqual({});
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
    'function f(step: CallBlueprint): void {}',
    'const shapes = { gate: withFields({}) };',
    "new Set(['await', 'gate'])",
    "if (!('holds' in step)) return;",
    "'operation' in planned.step ? 1 : 2",
  ])('finds the name in: %s', (text) => {
    expect(text.match(FORMS)).toHaveLength(1);
  });

  it.each(["{ kind: 'gate.approved' }", "closes = 'await'", 'runCallStep(step)', "counted(gates, 'gate')"])(
    'finds none in: %s',
    (text) => {
      expect(text.match(FORMS)).toBeNull();
    },
  );
});

function sourceFiles(): readonly string[] {
  const files = globSync('packages/*/{src,browser}/**/*.ts', { cwd: root }).map((file) => file.split(sep).join('/'));
  return files.filter((file) => !/\.test\.ts$|\.generated\.ts$|\/steps\/|\/(?:testing|kinds)\//.test(file)).sort();
}

async function countIn(file: string): Promise<number> {
  return (await readFile(join(root, file), 'utf8')).match(FORMS)?.length ?? 0;
}
