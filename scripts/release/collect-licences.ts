import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The licences of the packages that a bundle was made of, each with its text: whoever passes the bundle on passes them on. */
export function collectLicences(metafile: Metafile, root: string): string {
  const folders = new Set(Object.keys(metafile.inputs).flatMap(packageFolder));
  const entries = [...folders].map((folder) => describePackage(join(root, folder)));
  return `Waybill contains these packages, with the licences below.\n\n${entries.toSorted().join('\n')}`;
}

/** The innermost package that a file is in; none of a file of ours. */
function packageFolder(path: string): readonly string[] {
  const [, folder] = /^(?:[\w-]+:)?(.*\bnode_modules\/(?:@[^/]+\/)?[^/@.][^/]*)\//.exec(path) ?? [];
  return folder === undefined ? [] : [folder];
}

/** A package that brings no text has the name of its licence alone. */
function describePackage(folder: string): string {
  const {
    name,
    version,
    license = 'no licence named',
  }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8');
  return `---- ${name} ${version} (${license})\n\n${text.trim()}\n`;
}
