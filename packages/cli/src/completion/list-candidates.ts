import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import type { Candidate } from './candidate.ts';
import { findPosition, type Position, splitOption, visibleCommands } from './find-position.ts';

/** Things that an option's or argument's name says it is about. */
type Subject =
  | 'connection'
  | 'listing'
  | 'plan'
  | 'preview'
  | 'file'
  | 'directory'
  | 'unit'
  | 'step'
  | 'schema'
  | 'command'
  | 'environment';

/** Options that may be given again. */
const REPEATABLE: readonly string[] = [
  '--var',
  '--var-file',
  '--provider',
  '--stand',
  '--target',
  '--exclude',
  '--match',
  '--with',
  '--output',
];
/** More than this, nobody reads; the shell asks before it shows half as many. */
const MAX_CANDIDATES = 300;

/** What the word under the cursor can become: everything that begins with it. */
export async function listCandidates(
  program: Command,
  words: readonly string[],
  io: CliIo,
): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? '';
  const [name, value] = typed.startsWith('--') ? splitOption(typed) : [typed];
  if (value !== undefined) {
    const candidates = await listCandidates(program, [...words.slice(0, -1), name, value], io);
    return candidates.map((candidate) => ({ ...candidate, value: `${name}=${candidate.value}` }));
  }
  const position = findPosition(program, words.slice(0, -1), typed);
  const candidates = await candidatesAt(position, typed, io);
  return candidates.filter((candidate) => candidate.value.startsWith(typed)).slice(0, MAX_CANDIDATES);
}

async function candidatesAt(position: Position, typed: string, io: CliIo): Promise<readonly Candidate[]> {
  const { command, place } = position;
  switch (place.kind) {
    case 'nothing':
      return [];
    case 'subcommand':
      return commandsOf(command);
    case 'option-name':
      return command.options
        .filter(({ long, hidden }) => isNew(long, position) && !hidden)
        .map(({ long, description }) => ({ value: long ?? '', description }))
        .concat([{ value: '--help', description: 'display help for command' }]);
    case 'option-value':
      return [
        ...(place.option.argChoices ?? []).map(plain),
        ...(await about(subjectOfOption(place.option), position, typed, io)),
      ];
    case 'argument':
      return (
        place.argument.argChoices?.map(plain) ??
        (await about(subjectOfArgument(place.argument.name()), position, typed, io))
      );
  }
}

function isNew(long: string | null | undefined, { options }: Position): boolean {
  return typeof long === 'string' && (REPEATABLE.includes(long) || !options.includes(long));
}

function commandsOf(command: Command): readonly Candidate[] {
  return visibleCommands(command).map((sub) => ({ value: sub.name(), description: sub.description() }));
}

function subjectOfOption({ flags, long }: Option): Subject | undefined {
  if ((long === '--target' || long === '--exclude') && flags.includes('<pattern>')) return 'unit';
  if (long === '--listing') return 'listing';
  if (long === '--env') return 'environment';
  if (/<(file|path|json|type-or-file)>/.test(flags)) return 'file';
  return /<directory>/.test(flags) ? 'directory' : undefined;
}

function subjectOfArgument(name: string): Subject | undefined {
  const subjects: Readonly<Record<string, Subject>> = {
    plan: 'plan',
    preview: 'preview',
    directory: 'directory',
    unit: 'unit',
    'unit-or-gate': 'step',
    step: 'step',
    address: 'step',
    command: 'command',
    connection: 'connection',
  };
  return name === 'name' ? 'schema' : subjects[name];
}

async function about(
  subject: Subject | undefined,
  position: Position,
  typed: string,
  io: CliIo,
): Promise<readonly Candidate[]> {
  switch (subject) {
    case undefined:
      return [];
    case 'plan':
      return files(typed, io, /\.(ya?ml|(waybill|preview)\.json)$/);
    case 'preview':
      return files(typed, io, /\.json$/);
    case 'file':
      return files(typed, io, /./);
    case 'directory':
      return files(typed, io, /^$/);
    case 'command':
      return commandsOf(position.program);
    case 'environment':
      return await environmentsOf(position, io);
    case 'schema':
      return await (await import('../commands/schema.ts')).schemaNames();
    case 'connection':
    case 'listing':
      return await (await import('./list-connections.ts')).listConnections(position, { io, wants: subject });
    case 'unit':
    case 'step':
      return await (await import('./list-addresses.ts')).listAddresses(position, {
        typed,
        io,
        withSteps: subject === 'step',
      });
  }
}

/** Of the plan that the command line names so far. */
async function environmentsOf({ given }: Position, io: CliIo): Promise<readonly Candidate[]> {
  const [file] = given;
  if (file === undefined) return [];
  const { listEnvironments } = await import('@waybill/node/internal');
  return listEnvironments(resolve(io.cwd, file)).map(plain);
}

/** Files that fit and every folder, in the folder that was typed so far. */
function files(typed: string, io: CliIo, fitting: RegExp): readonly Candidate[] {
  const lead = typed.includes('/') ? typed.slice(0, typed.lastIndexOf('/') + 1) : '';
  const folder = resolve(io.cwd, lead === '' ? '.' : lead);
  const isHidden = (name: string): boolean => name.startsWith('.') && !typed.slice(lead.length).startsWith('.');
  return readdirSync(folder)
    .filter((name) => !isHidden(name))
    .flatMap((name) => {
      if (isFolder(join(folder, name))) return [plain(`${lead}${name}/`)];
      return fitting.test(name) ? [plain(`${lead}${name}`)] : [];
    });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function plain(value: string): Candidate {
  return { value, description: '' };
}
