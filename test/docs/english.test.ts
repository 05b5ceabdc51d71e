import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What readers of this field do not search for, and what they do. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\btold\b|\btells (?:the|which|whether|when|for|what)\b/gi, 'is reported, shows, prints'],
  [/\b(?:goes|go|going|gone|went) on\b/gi, 'continues, resumes'],
  [/\ba look\b(?!-up)|\blook(?:s|ed) at\b|\bin vain\b/gi, 'a poll, a check, is polled, finds nothing'],
  [/\ba person\b|\bsomebody\b/gi, 'an operator'],
  [/\bhow to get back\b/gi, 'rollback'],
  [/\bdid not get there\b/gi, 'timed out'],
];

/** Pages, descriptions in schemas, and whatever the command line prints, as its golden files show it. */
const READ = ['*.md', 'docs/**/*.md', 'schemas/**/*.json', 'plans/*.yaml', 'test/golden/**/*.{txt,md}'];

describe('what users read', () => {
  it('is written in the words of the field', async () => {
    const files = READ.flatMap((pattern) => globSync(pattern, { cwd: root }));
    expect(files.length).toBeGreaterThan(100);
    const found = await Promise.all(files.map((file) => findPhrases(file)));
    expect(found.flat()).toEqual([]);
  });

  it.each(['You are told.', 'It goes on.', 'It takes a look.', 'a person decides', 'How to get back'])(
    'finds the phrase in: %s',
    (text) => {
      expect(phrasesIn(text)).toHaveLength(1);
    },
  );

  it('knows a look-up', () => {
    expect(phrasesIn('settled by a look-up')).toEqual([]);
  });
});

async function findPhrases(file: string): Promise<readonly string[]> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n');
  return lines.flatMap((line, index) => phrasesIn(line).map((found) => `${file}:${index + 1}: ${found}`));
}

function phrasesIn(line: string): readonly string[] {
  return PHRASES.flatMap(([phrase, instead]) =>
    [...line.matchAll(phrase)].map(([found]) => `"${found}" (write: ${instead})`),
  );
}
