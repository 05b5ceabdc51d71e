import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageTextsIn } from './support/message-texts.ts';

const root = join(import.meta.dirname, '..', '..');

/** What readers of this field do not search for, and what they do. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\btold\b|\btells (?:the|which|whether|when|for|what)\b/gi, 'is reported, shows, prints'],
  [/\b(?:goes|go|going|gone|went) on\b/gi, 'continues, resumes'],
  [/\ba look\b(?!-up)|\blook(?:s|ed) at\b|\bin vain\b/gi, 'a poll, a check, is polled, finds nothing'],
  [/\ba person\b|\bsomebody\b/gi, 'an operator'],
  [/\bhow to get back\b/gi, 'rollback'],
  [/\bdid not get there\b/gi, 'timed out'],
  [/\b(?:lead|leads|led|leading)(?: (?:clients|them|it|both|those))? back\b/gi, 'switch clients back, roll back'],
  [/(?<!`)\banew\b(?!`)/gi, 'again, recreated'],
  [/\bnot there any more\b/gi, 'no longer exists'],
  [/\bshows? \S+ alone\b/gi, 'points only to'],
  [/\bnobody can (?:say|tell)\b/gi, 'it is not known'],
  [/\bmend(?:s|ed|ing)?\b|\bput (?:it|them|this|these) right\b/gi, 'fix, repair'],
  [/\bwhat became of\b/gi, 'the outcome of'],
  [/\bgive the same command\b/gi, 'run the same command'],
  [/\bfor good\b/gi, 'permanently'],
  [/\bvery copy\b/gi, 'exactly this copy'],
  [/\bcause is gone\b/gi, 'the cause is fixed'],
  [/\bnine of ten\b/gi, 'nine in ten'],
  [/\bin the place of\b/gi, 'in place of, replace'],
  [/\bin all(?=[:;)]|, )/gi, 'in total'],
  [/\blet pass\b/gi, 'accepted'],
  [/\b(?:the preview|the one) before\b(?= \(|:|\*)/gi, 'the previous one'],
  [/\bbeside\b(?!s|['`?:.])/gi, 'next to, in addition to, during'],
  [/\bamid\b/gi, 'during, in the middle of'],
  [/\ball the same\b(?! to)/gi, 'anyway, still'],
  [/\breads alone\b/gi, 'only reads'],
  [/\bwhat of (?:a|an|the|it|them)\b/gi, 'the part of … that'],
  [/\b(?:this|that) is so\b/gi, 'this is the case'],
  [/\bstands? (?:in|at|there|behind|beside)\b/gi, 'is in, is at, is listed'],
  [/\b(?:is|are) not there\b/gi, 'does not exist, is missing'],
  [/\bnobody knows\b/gi, 'it is not known'],
  [/\bwhatever (?:became|becomes) of\b/gi, 'regardless of'],
  [/\b(?:is|are) let go\b|\blets? (?:them|it) go\b/gi, 'is released, is lifted'],
  [/\bin a circle\b/gi, 'a dependency cycle'],
];

/** Pages, descriptions in schemas, and whatever the command line prints, as its golden files show it. */
const READ = [
  '*.md',
  'docs/**/*.md',
  'schemas/**/*.json',
  'plans/*.yaml',
  'packages/cli/help/**/*.txt',
  'test/golden/**/*.{txt,md,json,yml}',
];
/** Whose strings are messages, hints, titles and reasons; stands speak as their vendors do. */
const SOURCES = 'packages/*/src/**/*.ts';
const NO_MESSAGES = /\.test\.ts$|\.generated\.ts$|\/testing\/|\/stand\//;

describe('what users read', () => {
  it('is written in the words of the field', async () => {
    const files = READ.flatMap((pattern) => globSync(pattern, { cwd: root }));
    expect(files.length).toBeGreaterThan(100);
    const found = await Promise.all(files.map((file) => findPhrases(file)));
    expect(found.flat()).toEqual([]);
  });

  it('is so in the messages of the sources', async () => {
    const files = globSync(SOURCES, { cwd: root }).filter((file) => !NO_MESSAGES.test(file));
    expect(files.length).toBeGreaterThan(500);
    const texts = await Promise.all(files.map((file) => findInMessages(file)));
    expect(texts.reduce((count, { read }) => count + read, 0)).toBeGreaterThan(4_500);
    expect(texts.flatMap(({ found }) => found)).toEqual([]);
  });

  it.each([
    'You are told.',
    'It goes on.',
    'It takes a look.',
    'a person decides',
    'How to get back',
    'Lead clients back first.',
    'it was made anew',
    'an alias shows b alone',
    'once the cause is gone',
    'for 3s in all: 2s',
    'a file beside the plan',
    'killed amid a copy',
    'saved all the same',
    'asked by reads alone',
    'what of a definition is left out',
    'it stands in the list',
    'units wait for each other in a circle',
  ])('finds the phrase in: %s', (text) => {
    expect(phrasesIn(text)).toHaveLength(1);
  });

  it('finds texts in strings and templates, and leaves comments, code and regular expressions out', () => {
    const source = [
      "const told = 'it goes on'; // it is told",
      '/* told */ const at = `for ${told.map((one) => `was ${"led back"} here`)} s in all: x`;',
      'if (/"told on/.test(text)) return "two words";',
    ].join('\n');
    expect(messageTextsIn(source)).toEqual([
      { line: 1, text: 'it goes on' },
      { line: 2, text: 'for … s in all: x' },
      { line: 2, text: 'was … here' },
      { line: 2, text: 'led back' },
      { line: 3, text: 'two words' },
    ]);
  });

  it('knows a look-up', () => {
    expect(phrasesIn('settled by a look-up')).toEqual([]);
  });
});

async function findPhrases(file: string): Promise<readonly string[]> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n');
  return lines.flatMap((line, index) => phrasesIn(line).map((found) => `${file}:${index + 1}: ${found}`));
}

async function findInMessages(file: string): Promise<{ readonly read: number; readonly found: readonly string[] }> {
  const texts = messageTextsIn(await readFile(join(root, file), 'utf8'));
  const found = texts.flatMap(({ line, text }) => phrasesIn(text).map((phrase) => `${file}:${line}: ${phrase}`));
  return { read: texts.length, found };
}

function phrasesIn(line: string): readonly string[] {
  return PHRASES.flatMap(([phrase, instead]) =>
    [...line.matchAll(phrase)].map(([found]) => `"${found}" (write: ${instead})`),
  );
}
