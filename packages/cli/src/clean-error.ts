import type { Redactor } from '@waybill/core';
import type { CliIo } from './cli-io.ts';

/** Names of the variables from which plans take secrets, by the command that read them. */
const SECRET_NAMES = new WeakMap<CliIo, Set<string>>();

/** In characters. Shorter values are words that errors contain anyway. */
const SHORTEST_VALUE = 8;

/** Read from the text of the plan: when a provider throws while the plan is compiled, there is nothing else of it. */
export function noteSecretNames(text: Uint8Array, io: CliIo): void {
  const names = [
    ...Buffer.from(text)
      .toString('latin1')
      .matchAll(/\benv["']?\s*:\s*["']?([A-Za-z_]\w*)/g),
  ].map(([, name = '']) => name);
  SECRET_NAMES.set(io, new Set([...(SECRET_NAMES.get(io) ?? []), ...names]));
}

/**
 * What ended a command, without the secrets of the environment. A run cleans what leaves it by itself; a provider can also
 * throw while a plan is compiled, previewed or checked.
 */
export async function cleanError(error: unknown, io: CliIo): Promise<unknown> {
  const core = await import('@waybill/core/internal').catch(() => undefined);
  // Without core no provider was loaded, which alone could have thrown a secret.
  return core === undefined ? error : core.redactError(error, await createOuterRedactor(io));
}

/** Takes the secrets of the environment out of texts that come from a provider outside of a run. */
export async function createOuterRedactor(io: CliIo): Promise<Redactor> {
  const { Redactor: CoreRedactor } = await import('@waybill/core');
  const { environmentSecrets } = await import('@waybill/core/internal');
  const named = [...(SECRET_NAMES.get(io) ?? [])].flatMap((name) => io.env[name] ?? []);
  const guessed = [...named.filter(({ length }) => length >= SHORTEST_VALUE), ...environmentSecrets(io.env)];
  return new CoreRedactor([], guessed);
}
