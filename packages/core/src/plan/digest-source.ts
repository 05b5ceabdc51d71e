import { createHash } from 'node:crypto';
import { dirname, normalize, relative } from 'node:path';
import { defined } from '../value/defined.ts';
import type { ReadPlanFile } from './inventory/plan-file.ts';
import type { Plan } from './plan.ts';

/**
 * SHA-256, in hex, over all that a plan is compiled from beside the providers: its text or the bytes of its file, the
 * variables that were given, in any order, the inventories that it names, by their paths from its folder, and the environment. Who does not know these gets another digest
 * than that of the plan, never that of the plan with other rows. From where the plan is named says nothing of it.
 */
export function digestSource(
  text: string | Uint8Array,
  variables: Readonly<Record<string, string>> = {},
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  environment?: string,
): string {
  const sorted = Object.entries(variables).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const named = [...files].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]);
  // A map cannot be taken for the list that it is without files.
  const given =
    named.length === 0 && environment === undefined
      ? sorted
      : { variables: sorted, files: named, ...defined({ environment }) };
  // JSON has no line end of its own: what comes before the first one cannot move into the text.
  return createHash('sha256')
    .update(`${JSON.stringify(given)}\n`)
    .update(text)
    .digest('hex');
}

/** Files by their paths from the plan's folder, in place of the names that diagnostics give them. */
export function filesFromFolder(planFile: string, files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...files].map(([name, bytes]) => [relative(dirname(planFile), name), bytes]));
}

/**
 * The files next to the plan's own that it was compiled from, by their paths from its folder, in the order in which they
 * were read.
 */
export function sourceFilesOf({
  environment,
  migrations,
}: Pick<Plan, 'environment' | 'migrations'>): readonly string[] {
  const inventories = [...migrations.values()].flatMap(({ inventory }) =>
    inventory === undefined ? [] : inventory.path,
  );
  return [...new Set([...(environment === undefined ? [] : [`${environment}.yaml`]), ...inventories])];
}

/** What a plan is compiled from, before it is. */
export interface UncompiledSource {
  readonly text: string | Uint8Array;
  readonly variables?: Readonly<Record<string, string>>;
  /** Whose values file gives values to inputs. */
  readonly environment?: { readonly name: string };
  /** @default no file can be read */
  readonly readFile?: ReadPlanFile;
}

/** The digest of a plan's source, where the files that it names are known; undefined where one of them cannot be read. */
export function digestUncompiled(source: UncompiledSource, paths: readonly string[]): string | undefined {
  const { text, variables, environment, readFile } = source;
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const answer = readFile?.(path);
    if (answer === undefined || !('bytes' in answer)) return undefined;
    files.set(normalize(path), answer.bytes);
  }
  return digestSource(text, variables, files, environment?.name);
}
