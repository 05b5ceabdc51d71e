import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The texts of help, each kept in a file as it is shown: examples of commands need some vendor's words, and no code has any. */
export async function emitHelpTexts(folder: string): Promise<string> {
  const read = async (file: string) => (await readFile(join(folder, file), 'utf8')).trimEnd();
  const files = globSync('commands/*.txt', { cwd: folder }).toSorted();
  const texts = await Promise.all(
    files.map(async (file) => [basename(file, '.txt'), `\n${await read(file)}`] as const),
  );
  return `// Made by scripts/generate.ts from packages/cli/help. Do not edit.

/** What Waybill is, above the list of commands. */
export const INTRODUCTION: string = ${JSON.stringify(await read('introduction.txt'))};

/** Below the list of commands. */
export const EXIT_CODES_HELP: string = ${JSON.stringify(`\n${await read('exit-codes.txt')}`)};

/** Explanations and examples under the help of each command. */
export const EXAMPLES: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(texts), null, 2)};
`;
}
