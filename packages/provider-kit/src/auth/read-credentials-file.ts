import { CredentialsError } from '@waybill/core';

/**
 * The text of a file of a vendor's tools; undefined where there is none. One that cannot be read is an error and not passed
 * over: the next place could be another account. `alias`: of the provider in the plan, for the message.
 *
 * @throws CredentialsError
 */
export async function readCredentialsFile(
  path: string,
  {
    alias,
    readTextFile,
  }: { readonly alias: string; readonly readTextFile: (path: string) => Promise<string | undefined> },
): Promise<string | undefined> {
  try {
    return await readTextFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CredentialsError(
      `Provider ${alias}: the credentials file ${path} cannot be read: ${why}`,
      'Let this user read the file, or remove it. The next source could hold the key of another account, so none is tried.',
    );
  }
}
