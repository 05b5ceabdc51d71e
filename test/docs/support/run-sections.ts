import { DocsSession, type RunResult } from './docs-session.ts';
import { matchesOutput, steady } from './match-output.ts';
import { NOT_RUN } from './not-run.ts';
import type { Command } from './read-commands.ts';
import type { Block } from './read-page.ts';
import { scene } from './scenes.ts';
import type { Section } from './split-sections.ts';

/** They wait for the sandbox most of the time. */
const SECTIONS_AT_ONCE = 4;

/** Carries the sections of a page out as its readers would. Throws, naming every place where it is not as the page says. */
export async function runSections(sections: readonly Section[]): Promise<void> {
  const waiting = [...sections];
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await runSection(next).catch((error: unknown) =>
        faults.push(error instanceof Error ? error.message : String(error)),
      );
    }
  };
  await Promise.all(Array.from({ length: SECTIONS_AT_ONCE }, work));
  if (faults.length > 0) throw new Error(faults.join('\n\n'));
}

async function runSection(section: Section): Promise<void> {
  await using session = await DocsSession.open();
  await scene(section.scene, session);
  let printed: string | undefined;
  for (const { block, classified } of section.steps) {
    if (block.directive.file !== undefined) session.write(block.directive.file, block.text);
    if (classified.kind === 'output') expectOutput(block.place, block.text, printed);
    if (classified.kind === 'commands') printed = await runBlock(block, classified.commands, session);
  }
}

/** What its last command printed; undefined when it was not run. */
async function runBlock(block: Block, commands: readonly Command[], session: DocsSession): Promise<string | undefined> {
  const run = commands.filter((command) => waybillArguments(command) !== undefined);
  const { exits = [0] } = block.directive;
  if (exits.length > 1 && exits.length !== run.length)
    throw new Error(`${block.place}: ${exits.length} exit codes for ${run.length} commands`);
  let printed: string | undefined;
  for (const command of commands) {
    const expected = exits.length === 1 ? exits[0] : exits[run.indexOf(command)];
    printed = await runCommand({ block, command, expected }, session);
    if (command.shownOutput !== undefined) expectOutput(block.place, command.shownOutput, printed);
  }
  return printed;
}

interface PlacedCommand {
  readonly block: Block;
  readonly command: Command;
  readonly expected: number | undefined;
}

async function runCommand(
  { block, command, expected }: PlacedCommand,
  session: DocsSession,
): Promise<string | undefined> {
  const argv = waybillArguments(command);
  if (argv === undefined) {
    if (!setsVariable(command, session)) expectListed(block, command);
    return undefined;
  }
  const { interruptAt } = block.directive;
  // A reader is at a terminal and agrees to what the page applies or approves; scripts say --auto-approve.
  const isAsked = argv[0]?.text === 'apply' || argv[0]?.text === 'approve';
  const asks = isAsked && argv.every(({ text }) => text !== '--auto-approve' && text !== '--json');
  const answer = block.directive.answer ?? (asks ? 'y' : undefined);
  const result = await session.run(session.expand(argv), { answer, interruptAt });
  if (result.code !== expected)
    throw new Error(
      `${block.place}: ${command.text} ends with ${result.code}, not with ${expected}:\n${printedBy(result)}`,
    );
  if (command.redirect !== undefined) session.write(command.redirect, result.stdout);
  return printedBy(result);
}

function printedBy({ stdout, stderr }: RunResult): string {
  return `${stdout}${stderr}`;
}

/** The words behind `waybill` or `npm run -s waybill --`; undefined for another program, and without `-s`, where npm prints too. */
function waybillArguments({ words }: Command): Command['words'] | undefined {
  if (words[0]?.text === 'waybill') return words.slice(1);
  const start = words.slice(0, 5).map((word) => word.text);
  return start.join(' ') === 'npm run -s waybill --' ? words.slice(5) : undefined;
}

/** A value with `…` is the reader's own; the session has one already. */
function setsVariable({ words }: Command, session: DocsSession): boolean {
  if (words[0]?.text !== 'export') return false;
  for (const { text } of words.slice(1)) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
    if (!value.includes('…')) session.setVariable(name, value);
  }
  return true;
}

function expectListed(block: Block, command: Command): void {
  const page = block.place.split(':')[0];
  if (NOT_RUN.some((entry) => entry.page === page && entry.command === command.text)) return;
  throw new Error(
    `${block.place}: no test runs \`${command.text}\`. Add it to test/docs/support/not-run.ts with the reason, or show a command that can be run.`,
  );
}

function expectOutput(place: string, shown: string, printed: string | undefined): void {
  if (printed === undefined) throw new Error(`${place}: the command before this output is not run`);
  if (matchesOutput(shown, printed)) return;
  throw new Error(
    `${place}: this is not what is printed. Printed is:\n\n${printed}\nCompared with it:\n\n${steady(shown)}\n`,
  );
}
