// The public surface of every package, for reviewers: one page for each package, made by `npm run generate` and compared in
// the tests, so that no change of it goes unseen. API Extractor brings a compiler of its own that does not know TypeScript 7;
// the declarations of a file follow from its text alone here, which takes a second for all packages.
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type PublicNames, publicNames, type Sources, sourcesOf } from './api/public-names.ts';

/** An entry that no promise covers: our packages share it, and no user reads a page of it. */
const INTERNAL = './internal';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string>>;
}

/** Path below the repository's root → text. */
export async function reportApis(root: string): Promise<Map<string, string>> {
  const sources = sourcesOf(root);
  const folders = (await readdir(join(root, 'packages'))).toSorted();
  const pages = await Promise.all(folders.map(async (folder) => await reportPackage(folder, root, sources)));
  return new Map(pages.flat());
}

async function reportPackage(folder: string, root: string, sources: Sources): Promise<readonly [string, string][]> {
  const path = posix.join('packages', folder);
  const manifest = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8')) as Manifest;
  if (manifest.private === true || manifest.exports === undefined) return [];
  const entries = await Promise.all(
    Object.entries(manifest.exports)
      .filter(([entry]) => entry !== INTERNAL)
      .map(async ([entry, file]) => ({
        name: posix.join(manifest.name, entry),
        names: await publicNames(posix.join(path, file), sources),
      })),
  );
  return [[`api/${folder}.md`, page(manifest.name, entries)]];
}

function page(title: string, entries: readonly { readonly name: string; readonly names: PublicNames }[]): string {
  const head = `# Public surface of \`${title}\`\n\nMade by \`npm run generate\`; do not edit. A change here is a change for users.\n`;
  const sections = entries.map(
    ({ name, names }) =>
      `\n## \`${name}\`: ${names.size} names\n\n<!-- check: shown only: declarations -->\n\`\`\`ts\n${[...names.values()].join('\n')}\n\`\`\`\n`,
  );
  return head + sections.join('');
}
