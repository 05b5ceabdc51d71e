import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'golden', 'cli');

/** The expected text of a session. Files are written only with UPDATE_GOLDEN=1; a missing one equals nothing. */
export function golden(name: string, actual: string): string {
  const path = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : `(no golden file ${name}: run the tests with UPDATE_GOLDEN=1)`;
}
