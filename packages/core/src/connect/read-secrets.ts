import { WaybillError } from '../errors.ts';
import type { Plan, SecretSource } from '../plan/plan.ts';

/** Gives the value behind a secret's source, or undefined when there is none. May throw `SecretUnreadableError`. */
export type SecretReader = (source: SecretSource) => string | undefined;

/** Secrets that the plan names and that are not there: all of them at once. */
export class SecretsMissingError extends WaybillError {
  readonly names: readonly string[];

  constructor(missing: readonly { readonly name: string; readonly source: SecretSource }[]) {
    const list = missing.map(({ name, source }) => `${name} (${describeSource(source)})`).join(', ');
    super('RUN_SECRETS_MISSING', `These secrets of the plan have no value: ${list}.`, {
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
 * @throws SecretUnreadableError
 */
export function readSecrets(plan: Pick<Plan, 'secrets'>, read: SecretReader): ReadonlyMap<string, string> {
  const entries = [...plan.secrets].map(([name, source]) => ({ name, source, value: read(source) }));
  const missing = entries.filter(({ value }) => value === undefined || value === '');
  if (missing.length > 0) throw new SecretsMissingError(missing);
  return new Map(entries.map(({ name, value }) => [name, value ?? '']));
}

function describeSource(source: SecretSource): string {
  return source.kind === 'env' ? `environment variable ${source.name}` : `file ${source.path}`;
}
