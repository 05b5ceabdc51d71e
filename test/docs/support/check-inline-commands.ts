import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '@waybill/cli';
import { FakeIo } from '../../../packages/cli/src/testing/fake-io.ts';
import { type InlineCode, type Page, ROOT } from './read-page.ts';

/** Commands and scripts that are named within a sentence and do not exist, or not with that option. */
export async function unknownInlineCommands(pages: readonly Page[]): Promise<readonly string[]> {
  const helpPages = new Map<string, string | undefined>();
  const faults: string[] = [];
  for (const code of pages.flatMap((page) => page.inlineCodes)) faults.push(...(await faultsOf(code, helpPages)));
  return faults;
}

async function faultsOf(
  { place, text }: InlineCode,
  helpPages: Map<string, string | undefined>,
): Promise<readonly string[]> {
  const script = /^npm run (?:-s )?([\w:-]+)/.exec(text)?.[1];
  if (script !== undefined && script !== 'waybill')
    return scriptNames().includes(script) ? [] : [`${place}: \`${text}\`: there is no such script`];
  const words = /^(?:npm run -s waybill --|waybill) (\S.*)$/.exec(text)?.[1]?.split(/\s+/);
  if (words === undefined) return [];
  const command = words.slice(0, words[0] === 'state' ? 2 : 1).join(' ');
  if (!/^[a-z][a-z -]*$/.test(command)) return [];
  if (!helpPages.has(command)) helpPages.set(command, await helpOf(command));
  const help = helpPages.get(command);
  if (help === undefined) return [`${place}: \`${text}\` is no command`];
  const options = words.flatMap((word) => /^--[a-z-]+/.exec(word) ?? []);
  return options
    .filter((option) => !new RegExp(`(^|[ ,])${option}(?![\\w-])`, 'm').test(help))
    .map((option) => `${place}: \`${text}\`: ${command} has no option ${option}`);
}

/** What the command says about itself; undefined when there is none of that name. */
async function helpOf(command: string): Promise<string | undefined> {
  // `help` explains others and has no page of its own.
  if (command === 'help') return '';
  const io = new FakeIo();
  const code = await runCli([...command.split(' '), '--help'], io);
  const isItsOwn = io.stdout.text.includes(`Usage: waybill ${command}`);
  return code === 0 && isItsOwn ? io.stdout.text : undefined;
}

function scriptNames(): readonly string[] {
  return Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts);
}
