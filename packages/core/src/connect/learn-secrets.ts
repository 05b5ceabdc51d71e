import type { Plan, SecretSource } from '../plan/plan.ts';
import { literalSecrets } from '../redact/literal-secrets.ts';
import type { Redactor } from '../redact/redactor.ts';
import { readSecrets, type SecretReader, SecretUnreadableError } from './read-secrets.ts';

/** How the values of secrets are found. */
export interface SecretValues {
  readonly readSecret: SecretReader;
  /**
   * Runs the commands of the secrets that are needed, and gives a reader that knows what they printed.
   *
   * @default commands are not run: secrets that come from them have the value that `readSecret` gives
   */
  readonly runCommands?: (needed: ReadonlyMap<string, SecretSource>) => Promise<SecretReader>;
}

interface Learning {
  readonly plan: Pick<Plan, 'inputs' | 'secrets' | 'providers'> & Partial<Pick<Plan, 'migrations'>>;
  readonly needed: ReadonlyMap<string, SecretSource>;
  readonly redactor: Redactor;
}

/**
 * Values of the secrets that are needed. A vendor's message may hold another one: the redactor learns all that are there,
 * and no command is run for that.
 *
 * @throws SecretsMissingError
 * @throws SecretCommandsRefusedError when one that is needed comes from a command that was not run
 * @throws SecretUnreadableError
 */
export async function learnSecrets(
  { plan, needed, redactor }: Learning,
  { readSecret, runCommands }: SecretValues,
): Promise<ReadonlyMap<string, string>> {
  const takesCommand = [...needed.values()].some(({ kind }) => kind === 'command');
  const read = takesCommand && runCommands !== undefined ? await runCommands(needed) : readSecret;
  const secrets = readSecrets({ ...plan, secrets: needed }, read);
  const others = [...plan.secrets].filter(([name]) => !needed.has(name));
  const known = others.flatMap(([, source]) => readIfThere(source, readSecret));
  for (const secret of [...secrets.values(), ...known, ...literalSecrets(plan)]) redactor.learn(secret);
  return secrets;
}

/** What cannot be read is left out. */
function readIfThere(source: SecretSource, read: SecretReader): readonly string[] {
  if (source.kind === 'command') return [];
  try {
    const value = read(source);
    return value === undefined || value === '' ? [] : [value];
  } catch (error) {
    if (error instanceof SecretUnreadableError) return [];
    throw error;
  }
}
