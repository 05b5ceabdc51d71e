import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { unknownInlineCommands } from './support/check-inline-commands.ts';
import { brokenLinks, unheldClaims, unlinkedPages } from './support/check-links.ts';
import { completePlan, findingsOf } from './support/check-plan.ts';
import { classifyBlock } from './support/classify-block.ts';
import { DocsSession } from './support/docs-session.ts';
import { NOT_RUN } from './support/not-run.ts';
import { ROOT, readPage } from './support/read-page.ts';
import { faultsOfPrograms } from './support/run-programs.ts';
import { runSections } from './support/run-sections.ts';
import { splitSections } from './support/split-sections.ts';

const PATHS = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).toSorted();
const PAGES = PATHS.map(readPage);

test('every link leads to a file and a heading that exist, and every page is linked', () => {
  expect(PATHS.length).toBeGreaterThan(10);
  expect(brokenLinks(PAGES)).toEqual([]);
  expect(unlinkedPages(PAGES)).toEqual([]);
  expect(unheldClaims(PAGES)).toEqual([]);
});

test('every command that is not run is still on its page', () => {
  const commands = PAGES.flatMap((page) =>
    page.blocks.flatMap((block) => {
      const classified = classifyBlock(block);
      return classified.kind === 'commands' ? classified.commands.map(({ text }) => `${page.path}: ${text}`) : [];
    }),
  );
  expect(
    NOT_RUN.map(({ page, command }) => `${page}: ${command}`).filter((entry) => !commands.includes(entry)),
  ).toEqual([]);
  expect(NOT_RUN.filter(({ why }) => why.length < 10)).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const { command } of NOT_RUN)
    for (const [, script = ''] of command.matchAll(/^npm (?:run )?(\S+)/g))
      expect(Object.keys(scripts)).toContain(script);
});

test('every block says how it is checked, or why it cannot be', () => {
  const unclassified = PAGES.flatMap((page) =>
    page.blocks.flatMap((block) => {
      const classified = classifyBlock(block);
      return classified.kind === 'unclassified' ? [classified.problem] : [];
    }),
  );
  expect(unclassified).toEqual([]);
});

test('every command within a sentence exists, with its options', async () => {
  expect(await unknownInlineCommands(PAGES)).toEqual([]);
});

test('every program keeps to the types and runs to its end', () => {
  const programs = PAGES.flatMap((page) => page.blocks.filter((block) => classifyBlock(block).kind === 'program'));
  expect(faultsOfPrograms(programs)).toEqual([]);
});

describe.each(PAGES.filter(({ blocks }) => blocks.length > 0))('$path', (page) => {
  test('every directive can be read', () => expect(page.problems).toEqual([]));

  const blocks = page.blocks.map((block) => ({ place: block.place, block, classified: classifyBlock(block) }));

  test.for(blocks.filter(({ classified }) => ['plan', 'sections'].includes(classified.kind)))(
    'the plan at $place is valid',
    ({ block, classified }) => {
      const findings = findingsOf(completePlan(block, classified, page), block.place);
      const expected = block.directive.finds ?? [];
      if (expected.length === 0) expect(findings).toEqual([]);
      else expect(findings.map((finding) => finding.split(' ')[0])).toEqual(expected);
    },
  );

  test.for(blocks.filter(({ block, classified }) => classified.kind === 'plan' && block.directive.finds === undefined))(
    'the plan at $place can be carried out',
    async ({ block }) => {
      await using session = await DocsSession.open();
      session.write('plan.yaml', block.text);
      const { code, stdout, stderr } = await session.run(['rehearse', 'plan.yaml']);
      expect(code, stdout + stderr).toBe(0);
    },
  );

  test.for(blocks.filter(({ classified }) => classified.kind === 'diagnostic'))(
    'the example at $place has the finding of its heading',
    ({ block, classified }) => {
      const findings = findingsOf(completePlan(block, classified, page), block.place);
      expect(findings.map((finding) => finding.split(' ')[0])).toContain(block.heading);
    },
  );

  test.for(blocks.filter(({ classified }) => ['json', 'yaml', 'quote'].includes(classified.kind)))(
    'the block at $place can be read',
    ({ block, classified }) => {
      if (classified.kind === 'json') JSON.parse(block.text);
      if (classified.kind === 'yaml') expect(parseDocument(block.text).errors).toEqual([]);
      if (classified.kind === 'quote') expect(readFileSync(join(ROOT, classified.path), 'utf8')).toContain(block.text);
    },
  );
});

// Most of their time they wait for limits, polls and processes: pages beside each other take as long as the longest one.
describe.concurrent('the commands of', () => {
  const pages = PAGES.map((page) => ({ path: page.path, sections: splitSections(page) }));
  test.for(pages.filter(({ sections }) => sections.length > 0))('$path do what it says', async ({ sections }) => {
    await runSections(sections);
  });
});
