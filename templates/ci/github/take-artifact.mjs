// Fetches an artifact and leaves the one file that belongs into it alone in a new, empty folder outside of the checkout:
// nothing that a commit brings along can be in its way.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { download, fail } from './api.mjs';
import { takeFile } from './take-file.mjs';

/** Longer than any state or preview; a longer one would not be a mistake. */
const MAX_BYTES = 512 * 1024 * 1024;

export function makeFolder() {
  return mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'waybill-'));
}

/** The content of the file, which is at `path` then. */
export async function takeArtifact(artifact, file, path) {
  const zip = await download(artifact, MAX_BYTES);
  try {
    const content = takeFile(zip, file, MAX_BYTES);
    writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
    return content;
  } catch (error) {
    return fail(`Artifact ${artifact.name} cannot be used: ${error.message}.`);
  }
}
