import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutTypes } from '../../../scripts/bundle.ts';

const source = readFileSync(join(import.meta.dirname, 'write-usage.ts'), 'utf8');

/**
 * For `node --import`: `write-usage.ts` as JavaScript. What takes types out of a file is a program of 15 MB, which would be measured
 * with the command.
 */
export const METER: string = `data:text/javascript,${encodeURIComponent(withoutTypes(source))}`;
