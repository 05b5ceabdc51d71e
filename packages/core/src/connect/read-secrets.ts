import { WaybillError } from '../errors.ts';
import { describeSecretSources } from '../plan/describe-secret-source.ts';
import type { Plan, SecretSource } from '../plan/plan.ts';
import { familyOf } from '../plan/secret-family.ts';
import { describeNeed } from './describe-need.ts';
import { SecretCommandsRefusedError } from './secret-command-errors.ts';

/** Gives the value behind a secret's source, or undefined when there is none. May throw `SecretUnreadableError`. */
export type SecretReader = (source: SecretSource) => string | undefined;

/** Secrets that the plan names and that are not there: all of them at once. */
export class SecretsMissingError extends WaybillError {
  readonly names: readonly string[];

  /** `need`: who needs them, as a sentence. */
  constructor(missing: readonly NamedSecret[], known: readonly NamedSecret[] = missing, need?: string) {
    const list = `These secrets of the plan have no value: ${listMissing(missing, known)}.`;
    super('RUN_SECRETS_MISSING', need === undefined ? list : `${list} ${need}`, {
      hint: 'Set the environment variables, or create the files, and run the command again.',
    });
    this.names = missing.map(({ name }) => name);
  }
}

/** The file of a secret that cannot be taken as it is. The message names the file and never what is in it. */
export class SecretUnreadableError extends WaybillError {
  /** Continues a sentence that starts with the file. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super('RUN_SECRET_UNREADABLE', `The secret file ${path} ${reason}.`, {
      hint: 'Write the secret into a regular file as UTF-8 text, or give it in an environment variable.',
    });
    this.reason = reason;
  }
}

/**
 * Reads every secret of the plan, before anything else is done.
 *
 * @throws SecretsMissingError
 * @throws SecretCommandsRefusedError when one comes from a command that was not run
 * @throws SecretUnreadableError
 */
export function readSecrets(
  plan: Pick<Plan, 'secrets'> & Partial<Pick<Plan, 'migrations'>>,
  read: SecretReader,
): ReadonlyMap<string, string> {
  const entries = [...plan.secrets].map(([name, source]) => ({ name, source, value: read(source) }));
  const missing = entries.filter(({ value }) => value === undefined || value === '');
  const notRun = missing.filter(({ source }) => source.kind === 'command').map(({ name }) => name);
  if (notRun.length > 0) throw new SecretCommandsRefusedError(notRun);
  if (missing.length > 0)
    throw new SecretsMissingError(missing, entries, describeNeed(membersOf(missing), plan.migrations ?? new Map()));
  return new Map(entries.map(({ name, value }) => [name, value ?? '']));
}

function membersOf(secrets: readonly NamedSecret[]): ReadonlySet<string> {
  return new Set(secrets.map(({ name }) => name).filter((name) => familyOf(name) !== undefined));
}

interface NamedSecret {
  readonly name: string;
  readonly source: SecretSource;
}

/** `es (environment variable ES), 12 of 46 of family cache (environment variable CACHE_A, …)`. */
function listMissing(missing: readonly NamedSecret[], known: readonly NamedSecret[]): string {
  const groups = Map.groupBy(missing, ({ name }) => familyOf(name) ?? name);
  return [...groups]
    .map(
      ([group, secrets]) =>
        `${countOf(group, secrets, known)} (${describeSecretSources(secrets.map(({ source }) => source))})`,
    )
    .join(', ');
}

function countOf(group: string, secrets: readonly NamedSecret[], known: readonly NamedSecret[]): string {
  const all = known.filter(({ name }) => familyOf(name) === group).length;
  return all === 0 ? group : `${secrets.length} of ${all} of family ${group}`;
}
