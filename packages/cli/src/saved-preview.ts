import type { Preview } from '@waybill/core';
import { type SavePreviewOptions, writeSavedPreview } from '@waybill/node';
import { describeSecretInput, findSecretInput } from '@waybill/node/internal';
import { CliError } from './cli-error.ts';
import { writeWholeInPieces } from './write-whole.ts';

/**
 * What a saved preview keeps of its inputs.
 *
 * @throws CliError for one that holds a password or a token inside a URL: the file is made to be passed on
 */
export function savedVariables(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const flawed = findSecretInput(variables);
  if (flawed === undefined) return variables;
  throw new CliError('CLI_OPTION_INVALID', ...describeSecretInput(flawed));
}

/** Writes the file whole or not at all. */
export async function savePreview(
  path: string,
  cwd: string,
  { preview, ...options }: SavePreviewOptions & { readonly preview: Preview },
): Promise<void> {
  await writeWholeInPieces(path, cwd, writeSavedPreview(preview, options), { replacesLink: true });
}
