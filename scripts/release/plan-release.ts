import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a release writes: each file with its new text. */
export interface Release {
  readonly version: string;
  readonly tag: string;
  /** The section of the changelog, without its heading. */
  readonly notes: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Says what to do before a release can be made. */
export class ReleaseRefused extends Error {}

const CHANGELOG = 'CHANGELOG.md';
const UNRELEASED = '## Unreleased';

/** Where the version is written besides the manifests: as a constant, and in what users copy. */
const NAMING_FILES: readonly string[] = [
  'packages/*/src/version.ts',
  'templates/ci/gitlab/*.yml',
  'templates/ci/github/*.yml',
  'docs/ci.md',
];

/**
 * `date`: as in 2026-11-30.
 *
 * @throws ReleaseRefused when the version does not follow, or nothing is written about it
 */
export function planRelease(root: string, version: string, date: string): Release {
  const current: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  if (!isAfter(version, current))
    throw new ReleaseRefused(`${version} does not follow ${current}: give a later version, such as 1.2.3`);
  const changelog = readFileSync(join(root, CHANGELOG), 'utf8');
  const notes = unreleasedNotes(changelog);
  const heading = `${UNRELEASED}\n\n## ${version} (${date})`;
  const files = new Map([[CHANGELOG, changelog.replace(UNRELEASED, heading)]]);
  for (const file of versionedFiles(root)) {
    const text = readFileSync(join(root, file), 'utf8');
    const changed = file.endsWith('.json')
      ? text.replace(`"version": "${current}"`, `"version": "${version}"`)
      : text.replaceAll(current, version);
    if (changed !== text) files.set(file, changed);
  }
  return { version, tag: `v${version}`, notes, files };
}

function versionedFiles(root: string): readonly string[] {
  const manifests = ['package.json', 'packages/*/package.json', 'examples/*/package.json', 'test/package.json'];
  return globSync([...manifests, ...NAMING_FILES], { cwd: root }).toSorted();
}

function unreleasedNotes(changelog: string): string {
  const [, after] = changelog.split(`${UNRELEASED}\n`);
  const notes = after?.split(/^## /m)[0]?.trim() ?? '';
  if (notes === '') throw new ReleaseRefused(`${CHANGELOG} says nothing below "${UNRELEASED}": write what users see`);
  return notes;
}

function isAfter(version: string, current: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const [wanted, present] = [version, current].map((text) => text.split('.').map(Number));
  const at = [0, 1, 2].find((place) => wanted?.[place] !== present?.[place]);
  return at !== undefined && (wanted?.[at] ?? 0) > (present?.[at] ?? 0);
}
