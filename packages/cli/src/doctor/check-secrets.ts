import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Plan, type SecretReader, type SecretSource, SecretUnreadableError } from '@waybill/core';
import {
  describeNeed,
  describeSecretSource,
  describeSecretSources,
  familyOf,
  findSecretFlaws,
  messageOf,
} from '@waybill/core/internal';
import type { TriedCommands } from '@waybill/node/internal';
import type { Finding } from './finding.ts';

export interface CheckedSecrets {
  readonly findings: readonly Finding[];
  /** Of those that have a value. */
  readonly values: ReadonlyMap<string, string>;
}

/** Whether every secret of the plan has a value here. What is the same of many members of a family is one finding. */
export function checkSecrets(plan: Plan, reading: SecretReading, cwd: string): CheckedSecrets {
  const values = new Map<string, string>();
  const checked = [...plan.secrets].map(([name, source]): CheckedSecret => {
    const value = tryRead(source, reading);
    if (typeof value.text === 'string' && value.text !== '') values.set(name, value.text);
    return { name, family: familyOf(name), source, value, finding: describe(name, source, value, cwd) };
  });
  const groups = Map.groupBy(checked, groupOf);
  return { findings: [...groups.values()].flatMap((members) => withNeed(members, plan)), values };
}

const NOT_RUN = 'commands are run only if that is allowed';
const HOW_TO_ALLOW = 'Check the command in the plan, and run this again with --allow-secret-commands.';
const HOW_TO_TRY = 'Run it by hand: it has to print the value as one line and exit with 0.';

interface CheckedSecret {
  readonly name: string;
  readonly family: string | undefined;
  readonly source: SecretSource;
  readonly value: ReadValue;
  readonly finding: Finding;
}

/** Members that are there, and members that are not; everything else is said by itself. */
function groupOf({ family, source, value: { text = '', fault, isNotRun }, finding }: CheckedSecret): string {
  if (family === undefined) return finding.subject;
  if (source.kind === 'command' && (isNotRun === true || fault !== undefined)) return `${family} ${fault ?? 'not run'}`;
  if (finding.level === 'ok') return `${family} ok`;
  return fault === undefined && text === '' ? `${family} missing` : finding.subject;
}

/** What has no value, with the first unit whose row chooses it. */
function withNeed(members: readonly CheckedSecret[], plan: Plan): readonly Finding[] {
  return foldMembers(members, plan).map((finding) => {
    if (finding.level !== 'error') return finding;
    const need = describeNeed(new Set(members.map(({ name }) => name)), plan.migrations);
    return need === undefined ? finding : { ...finding, detail: `${finding.detail}. ${need}` };
  });
}

function foldMembers(members: readonly CheckedSecret[], plan: Plan): readonly Finding[] {
  const [first] = members;
  if (first?.family === undefined || members.length === 1) return members.map(({ finding }) => finding);
  const { family } = first;
  const all = [...plan.secrets.keys()].filter((name) => familyOf(name) === family).length;
  const count = `${members.length} of ${all} values`;
  const found = { area: 'secrets', subject: family, level: first.finding.level } as const;
  if (found.level === 'ok') return [{ ...found, detail: `${count} have a value` }];
  if (first.source.kind === 'command')
    return [{ ...first.finding, subject: family, detail: `${count}: ${first.finding.detail}` }];
  const list = describeSecretSources(members.map(({ source }) => source));
  return [{ ...found, detail: `${count} are missing: ${list}`, fix: howToGiveAll(plan.secretFamilies?.get(family)) }];
}

export interface SecretReading {
  readonly read: SecretReader;
  /** What commands of secrets gave. Undefined: none was run. */
  readonly tried: Pick<TriedCommands, 'faultOf'> | undefined;
}

interface ReadValue {
  /** A command that nothing allows to be run. */
  readonly isNotRun?: boolean;
  readonly text?: string | undefined;
  readonly fault?: string;
}

function tryRead(source: SecretSource, { read, tried }: SecretReading): ReadValue {
  if (source.kind === 'command') {
    if (tried === undefined) return { isNotRun: true };
    const fault = tried.faultOf(source);
    if (fault !== undefined) return { fault };
  }
  try {
    return { text: read(source) };
  } catch (error) {
    if (error instanceof SecretUnreadableError) return { fault: error.reason };
    return { fault: `cannot be read: ${messageOf(error)}` };
  }
}

function describe(name: string, source: SecretSource, { text, fault, isNotRun }: ReadValue, cwd: string): Finding {
  const place = describeSecretSource(source);
  const found = { area: 'secrets', subject: name } as const;
  if (isNotRun === true)
    return { ...found, level: 'warning', detail: `${place} was not read: ${NOT_RUN}`, fix: HOW_TO_ALLOW };
  if (fault !== undefined && source.kind === 'command')
    return { ...found, level: 'error', detail: `${source.argv[0]} ${fault}`, fix: HOW_TO_TRY };
  if (fault !== undefined) {
    const fix = 'Make it a regular file that holds UTF-8 text and that this user can read.';
    return { ...found, level: 'error', detail: `${place} ${fault}`, fix };
  }
  if (text === undefined || text === '') {
    const missing = source.kind === 'env' ? 'is not set' : 'does not exist';
    const detail = `${place} ${text === '' ? 'is empty' : missing}`;
    return { ...found, level: 'error', detail, fix: howToGive(source) };
  }
  const flaws = findSecretFlaws(text);
  if (flaws.length > 0) {
    const detail = `${place} has a value that ${flaws.join(', and that ')}; it is sent exactly as it is`;
    return { ...found, level: 'warning', detail, fix: howToMend(source) };
  }
  if (source.kind === 'file' && isOpen(resolve(cwd, source.path))) {
    const detail = `${place} has a value, but others on this machine can read it`;
    return { ...found, level: 'warning', detail, fix: `chmod 600 ${source.path}` };
  }
  return { ...found, level: 'ok', detail: `${place} has a value` };
}

function howToGive(source: SecretSource): string {
  switch (source.kind) {
    case 'env':
      return `Set ${source.name}.`;
    case 'file':
      return `Create ${source.path} with the value in it.`;
    case 'command':
      return `Let ${source.argv[0]} print the value.`;
  }
}

/** Not all of them are named: the source of their family says where each is. */
function howToGiveAll(family: SecretSource | undefined): string {
  const place = family === undefined ? '' : `, in ${describeSecretSource(family)},`;
  return `Set each of them${place} and run this again.`;
}

function howToMend(source: SecretSource): string {
  switch (source.kind) {
    case 'env':
      return `Set ${source.name} without it.`;
    case 'file':
      return `Write it without that: printf %s 'value' > ${source.path}`;
    case 'command':
      return `Let ${source.argv[0]} print it without that.`;
  }
}

/** On Windows the mode says nothing about who can read a file. */
function isOpen(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o044) !== 0;
}
