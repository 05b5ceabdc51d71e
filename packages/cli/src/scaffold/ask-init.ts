import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderRegistry, StarterPlan } from '@waybill/core';
import { suggest } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { paragraph } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';
import { visibleText } from '../views/text/visible-text.ts';
import type { CiKind } from './ci-file.ts';
import { nameOf, repositoryOf } from './plan-scaffold.ts';

export interface AskInitOptions {
  readonly folder: string;
  readonly flags: {
    readonly kind?: string;
    readonly name?: string;
    readonly ci?: CiKind | 'none';
  };
  readonly io: CliIo;
  readonly registry: ProviderRegistry;
  readonly providers: InitProviders;
  /** Otherwise what was not said takes its default. */
  readonly isAsking: boolean;
}

export interface InitProviders {
  /** Types that the plan may be for; empty: any. */
  readonly types: readonly string[];
  /** Modules that add providers. */
  readonly files: readonly string[];
}

export interface InitAnswers {
  readonly starter: StarterPlan;
  readonly name: string;
  readonly ci: CiKind | 'none';
}

interface NamedStarter extends StarterPlan {
  readonly provider: string;
}

/**
 * What was said with options, and for the rest what is answered on the terminal.
 *
 * @throws CliError
 */
export async function askInit(options: AskInitOptions): Promise<InitAnswers> {
  const starter = await askStarter(options);
  const name = await askName(options);
  return { starter, name, ci: await askCi(options) };
}

async function askStarter({ flags, providers, io, registry, isAsking }: AskInitOptions): Promise<StarterPlan> {
  const starters = startersOf(registry);
  const { kind: wanted, type } = namedKind(flags.kind);
  const fitting = starters.filter(
    ({ provider, kind }) =>
      (providers.types.length === 0 || providers.types.includes(provider)) &&
      kind === (wanted ?? kind) &&
      provider === (type ?? provider),
  );
  const [first, second] = fitting;
  if (first === undefined)
    throw noStarter([...providers.types, ...(flags.kind === undefined ? [] : [flags.kind])], starters);
  if (!isAsking && wanted !== undefined && second !== undefined) throw ambiguousKind(wanted, fitting);
  if (!isAsking || fitting.length === 1) return first;
  const name = ({ provider, kind }: NamedStarter): string =>
    starters.filter((each) => each.kind === kind).length > 1 ? `${provider}/${kind}` : kind;
  const width = Math.max(...fitting.map((each) => name(each).length));
  const style = createStyle(io.stderr, io.env, {});
  const menu = fitting
    .flatMap((each, index) => paragraph(each.title, `  ${index + 1}  ${name(each).padEnd(width)}  `, style))
    .join('\n');
  let question = 'What do you want to move?';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = (await answered(io, `${question}\n${menu}\n[1] `)).trim();
    const chosen = fitting.find((each, index) => answer === String(index + 1) || answer === name(each));
    if (answer === '') return first;
    if (chosen !== undefined) return chosen;
    question = `${visibleText(answer)} is not in the list: type a number or a name from it.`;
  }
  throw noAnswer('a number from the list', '--kind');
}

/** A kind alone, or behind its provider and a slash where several providers have a kind of that name. */
function namedKind(text: string | undefined): { readonly kind?: string; readonly type?: string } {
  if (text === undefined) return {};
  const mark = text.indexOf('/');
  return mark < 0 ? { kind: text } : { kind: text.slice(mark + 1), type: text.slice(0, mark) };
}

function ambiguousKind(kind: string, fitting: readonly NamedStarter[]): CliError {
  const names = fitting.map(({ provider }) => `--kind ${provider}/${kind}`);
  return new CliError(
    'CLI_OPTION_INVALID',
    `${fitting.length} providers have a kind ${kind}: ${fitting.map(({ provider }) => provider).join(', ')}.`,
    `Give ${names.join(' or ')}.`,
  );
}

function startersOf(registry: ProviderRegistry): readonly NamedStarter[] {
  return [...registry.values()].flatMap(({ type, starters = [] }) =>
    starters.map((starter) => ({ ...starter, provider: type })),
  );
}

async function askName({ folder, flags, io, isAsking }: AskInitOptions): Promise<string> {
  if (flags.name !== undefined) {
    if (isName(flags.name)) return flags.name;
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--name '${flags.name}' cannot name a plan.`,
      'Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter or digit.',
    );
  }
  const preset = nameOf(folder);
  for (let attempt = 0; isAsking && attempt < ATTEMPTS; attempt += 1) {
    const answer = (await answered(io, `Name of the plan, letters, digits, - and _ [${preset}] `)).trim();
    if (answer === '') return preset;
    if (isName(answer)) return answer;
  }
  if (isAsking) throw noAnswer('a name', '--name');
  return preset;
}

async function askCi({ folder, flags, io, isAsking }: AskInitOptions): Promise<CiKind | 'none'> {
  if (flags.ci !== undefined) return flags.ci;
  const preset = guessCi(repositoryOf(folder));
  for (let attempt = 0; isAsking && attempt < ATTEMPTS; attempt += 1) {
    const answer = (await answered(io, `Pipeline: github, gitlab or none [${preset}] `)).trim().toLowerCase();
    if (answer === '') return preset;
    if (answer === 'github' || answer === 'gitlab' || answer === 'none') return answer;
  }
  if (isAsking) throw noAnswer('github, gitlab or none', '--ci');
  return preset;
}

/** After that many unusable answers asking again is of no use. */
const ATTEMPTS = 3;

function guessCi(root: string): CiKind | 'none' {
  if (existsSync(join(root, '.github'))) return 'github';
  return existsSync(join(root, '.gitlab-ci.yml')) ? 'gitlab' : 'none';
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(text);
}

function noStarter(wanted: readonly string[], starters: readonly NamedStarter[]): CliError {
  const names = starters.flatMap((starter) => [starter.kind, starter.provider]);
  const unknown = wanted.find((word) => !names.includes(word)) ?? wanted.at(-1) ?? '';
  const near = suggest(unknown, [...new Set(names)]);
  const pairs = starters.map((starter) => `${starter.provider} ${starter.kind}`).join(', ');
  const hint = near === undefined ? `There are: ${pairs}.` : `Did you mean ${near}? There are: ${pairs}.`;
  return new CliError('CLI_OPTION_INVALID', `There is no plan to start from for ${wanted.join(' with ')}.`, hint);
}

/**
 * Ctrl-C ends the questions: taking it for the default would ask the next one.
 *
 * @throws CliError
 */
async function answered(io: CliIo, question: string): Promise<string> {
  const answer = await io.ask(question);
  if (answer !== undefined) return answer;
  throw new CliError('CLI_CONFIRMATION_MISSING', 'The questions were not answered; nothing was written.');
}

function noAnswer(expected: string, option: string): CliError {
  return new CliError('CLI_CONFIRMATION_MISSING', `None of the answers was ${expected}.`, `Give ${option} instead.`);
}
