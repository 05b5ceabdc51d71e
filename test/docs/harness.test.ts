import { describe, expect, test } from 'vitest';
import { unknownInlineCommands } from './support/check-inline-commands.ts';
import { brokenLinks, unheldClaims, unlinkedPages } from './support/check-links.ts';
import { completePlan, findingsOf } from './support/check-plan.ts';
import { classifyBlock } from './support/classify-block.ts';
import { matchesOutput } from './support/match-output.ts';
import { readCommands } from './support/read-commands.ts';
import { type Page, parsePage } from './support/read-page.ts';
import { faultsOfPrograms } from './support/run-programs.ts';
import { runSections } from './support/run-sections.ts';
import { splitSections } from './support/split-sections.ts';

const page = (...lines: readonly string[]): Page => parsePage('docs/sample.md', `# Sample\n\n${lines.join('\n')}\n`);

/** What a page's commands come to: nothing, or the message of what is not as the page says. */
async function faultOf(...lines: readonly string[]): Promise<string> {
  try {
    await runSections(splitSections(page(...lines)));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a page is refused', () => {
  test.each([
    ['a block of no language', ['```', 'some words', '```'], 'nothing says how'],
    ['an unknown language', ['```ruby', 'puts 1', '```'], 'nothing says how'],
    ['a block without a reason', ['<!-- check: shown only: no -->', '```', 'words', '```'], 'say why'],
  ])('for %s', (_what, lines, message) => {
    const [block] = page(...lines).blocks;
    expect(block && classifyBlock(block)).toMatchObject({
      kind: 'unclassified',
      problem: expect.stringContaining(message),
    });
  });

  test.each([
    ['a misspelled clause', ['<!-- check: exits 3 -->', '```', 'waybill version', '```'], 'is no clause'],
    ['a directive above no block', ['<!-- check: exit 3 -->', 'words'], 'has to follow'],
    ['a directive at its end', ['<!-- check: exit 3 -->'], 'no block follows'],
  ])('for %s', (_what, lines, message) => {
    expect(page(...lines).problems.join()).toContain(message);
  });

  test.each([
    ['another exit code', ['<!-- check: exit 3 -->', '```', 'waybill version', '```'], 'ends with 0, not with 3'],
    ['a command that fails', ['```', 'waybill validate nothing.yaml', '```'], 'ends with 1, not with 0'],
    ['an unknown option', ['```', 'waybill validate shop.yaml --fast', '```'], "unknown option '--fast'"],
    ['an unknown scene', ['<!-- check: scene elsewhere -->', '```', 'waybill version', '```'], 'no scene "elsewhere"'],
    ['a command that is not listed', ['```', 'git push', '```'], 'no test runs `git push`'],
    [
      'a command whose output npm adds to',
      ['```', 'npm run waybill -- version > version.txt', '```'],
      'no test runs `npm run waybill',
    ],
    ['other output', ['```', '$ waybill validate shop.yaml', 'all is well', '```'], 'not what is printed'],
    [
      'other output below',
      ['```', 'waybill validate shop.yaml', '```', '<!-- check: output -->', '```text', 'fine', '```'],
      'not what is printed',
    ],
    ['too many exit codes', ['<!-- check: exit 0 3 -->', '```', 'waybill version', '```'], '2 exit codes for 1'],
  ])('for %s', async (_what, lines, message) => {
    expect(await faultOf(...lines)).toContain(message);
  });

  test('for a program that does not keep to the types, or ends in an error', () => {
    const types = { place: 'docs/a.md:1', text: "export const count: number = 'one';" };
    const throws = { place: 'docs/b.md:1', text: "throw new Error('it does not work');" };
    const faults = faultsOfPrograms([types, throws]).join('\n');
    expect(faults).toContain("Type 'string' is not assignable to type 'number'");
    expect(faults).toContain('it does not work');
    expect(faultsOfPrograms([{ place: 'docs/c.md:1', text: "import '@waybill/core';" }])).toEqual([]);
  });

  test('for links that lead nowhere', () => {
    const links = page(
      '[a](nothing.md) [b](cli.md#no-such-heading) [c](#sample) [d](cli.md#exit-codes) [e](../README.md)',
    );
    const cli = parsePage('docs/cli.md', '# CLI\n\n## Exit codes');
    expect(brokenLinks([links, cli])).toEqual([
      'docs/sample.md:3: nothing.md: there is no such file',
      'docs/sample.md:3: cli.md#no-such-heading: the page has no such heading',
    ]);
    expect(unlinkedPages([links, cli])).toEqual(['docs/sample.md']);
  });

  test('for a command or an option within a sentence that does not exist', async () => {
    const sentences = page(
      '`waybill resume --retry-failed`, `waybill state adopt`, `npm run bench`, `waybill`, `apply`',
      '',
      '- `waybill aply`',
      '- `waybill resume x.yaml --fast`',
      '- `npm run nothing`',
    );
    expect(await unknownInlineCommands([sentences])).toEqual([
      'docs/sample.md:5: `waybill aply` is no command',
      'docs/sample.md:6: `waybill resume x.yaml --fast`: resume has no option --fast',
      'docs/sample.md:7: `npm run nothing`: there is no such script',
    ]);
  });

  test('for a test that it names and that is not there', () => {
    const file = '../test/docs/harness.test.ts';
    expect(
      unheldClaims([
        page(`[for links that lead nowhere](${file}) [harness.test.ts](${file}) [x${'yz'.repeat(2)}](${file})`),
      ]),
    ).toEqual([`docs/sample.md:3: test/docs/harness.test.ts has no test "x${'yz'.repeat(2)}"`]);
  });
});

test('a page whose commands do what it says is accepted', async () => {
  const fault = await faultOf(
    '<!-- check: exit 0 3 0 -->',
    '```sh',
    'waybill plan shop.yaml --json > preview.json   # a remark',
    'waybill apply shop.yaml --quiet',
    "waybill approve shop.yaml 'sess*' # the cut-over",
    '```',
    '```console',
    '$ waybill resume shop.yaml --quiet',
    '…',
    '$ waybill status shop.yaml',
    'shop  26 of 26 steps done',
    '…',
    '```',
  );
  expect(fault).toBe('');
});

const yaml = (text: string): string => `\`\`\`yaml\n${text}\n\`\`\`\n`;

test('a part of a plan is completed by the first plan of its page', () => {
  const whole = `version: 1
name: shop
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  tasks: { uses: search.ListDataTasks, with: { InstanceId: es-cn-1 } }`;
  const parts = page(
    yaml(whole),
    yaml('providers:\n  cache: { type: huaweicloud-dcs, region: eu-de }'),
    yaml('migrations:\n  one: { uses: serch.ListDataTasks, with: { InstanceId: es-cn-1 } }'),
  );
  const findings = parts.blocks.map((block) => findingsOf(completePlan(block, classifyBlock(block), parts), 'x.yaml'));
  expect(findings).toEqual([[], [], [expect.stringContaining('PLAN_UNKNOWN_PROVIDER')]]);
});

test('commands are split as a shell splits them', () => {
  const texts = (block: string) => readCommands(block).map((command) => command.words.map((word) => word.text));
  expect(texts("waybill skip a.yaml 'b[c d]' --reason 'not needed, #17'  # why")).toEqual([
    ['waybill', 'skip', 'a.yaml', 'b[c d]', '--reason', 'not needed, #17'],
  ]);
  expect(texts('waybill graph a.yaml | dot -Tsvg > a.svg && waybill version')).toEqual([
    ['waybill', 'graph', 'a.yaml'],
    ['dot', '-Tsvg'],
    ['waybill', 'version'],
  ]);
  expect(texts('waybill plan a.yaml \\\n  --json\n# nothing\n\nwaybill version')).toEqual([
    ['waybill', 'plan', 'a.yaml', '--json'],
    ['waybill', 'version'],
  ]);
  expect(readCommands('waybill schema plan > plan.json')).toMatchObject([{ redirect: 'plan.json' }]);
  expect(readCommands('$ waybill version\n1.0\n\n$ waybill schema')).toMatchObject([{ shownOutput: '1.0' }, {}]);
});

describe('output', () => {
  test.each([
    ['a\nb', 'a\nb\n', true],
    ['a\nb', 'a\nb\nc', false],
    ['a\n…', 'a\nb\nc', true],
    ['a\n…', 'a', true],
    ['…\nc', 'a\nb\nc', true],
    ['a\n…\nc', 'a\nc', true],
    ['a\n…\nc', 'a\nb', false],
    ['a … c', 'a long b c', true],
    ['a … c', 'a long\nb c', false],
    ['took 3s at 10:00:00Z', 'took 12s at 23:59:59Z', true],
    ['12 units', '13 units', false],
    ['a.c (1 of 2)', 'abc (1 of 2)', false],
  ])('%j against %j: %s', (shown, printed, expected) => {
    expect(matchesOutput(shown, printed)).toBe(expected);
  });
});
