import type { SecretValues } from '@waybill/core';
import { createSecretReader } from './create-secret-reader.ts';
import { runSecretCommands } from './run-secret-commands.ts';
import type { PlanSurroundings } from './surroundings.ts';

interface CommandRunnerOptions {
  readonly allowsSecretCommands: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Runs the commands of secrets that the engine needs; nothing where that is not allowed, or where the caller reads secrets. */
export function commandRunner(
  { env, cwd, readsSecretsItself }: Pick<PlanSurroundings, 'env' | 'cwd' | 'readsSecretsItself'>,
  { allowsSecretCommands, signal }: CommandRunnerOptions,
): Pick<SecretValues, 'runCommands'> {
  if (allowsSecretCommands !== true || !readsSecretsItself) return {};
  return {
    runCommands: async (secrets) => {
      const outputOf = await runSecretCommands({ secrets }, { env, cwd, signal });
      return createSecretReader({ env, cwd, outputOf });
    },
  };
}
