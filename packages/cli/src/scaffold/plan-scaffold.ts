import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { StarterPlan } from '@waybill/core';
import { type CiKind, ciFile } from './ci-file.ts';

export interface ScaffoldOptions {
  readonly starter: StarterPlan;
  readonly name: string;
  readonly ci: CiKind | 'none';
  /** Absolute. */
  readonly folder: string;
  /** The schema that the plan names for editors. */
  readonly editorSchema: object;
}

export interface ScaffoldFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** `kept`: it is there already and is left as it is. `extended`: lines are added to its end. */
  readonly action: 'create' | 'extend' | 'keep';
}

const SCHEMA_FILE = 'waybill.schema.json';

/** What a run leaves, wherever in the repository it is started: the state, and saved previews. */
const IGNORED: readonly string[] = ['.waybill/', '*.preview.json'];

/** The files that `waybill init` would write, and what it would do about those that exist. Writes nothing. */
export function planScaffold(options: ScaffoldOptions): readonly ScaffoldFile[] {
  const { starter, name, ci, folder, editorSchema } = options;
  const plan = join(folder, `${name}.yaml`);
  const root = repositoryOf(folder);
  const files = [
    createOrKeep(plan, `# yaml-language-server: $schema=${SCHEMA_FILE}\n${starter.text(name)}`),
    createOrKeep(join(folder, SCHEMA_FILE), `${JSON.stringify(editorSchema, null, 2)}\n`),
    extend(join(root, '.gitignore'), IGNORED),
  ];
  if (ci === 'none') return files;
  const { secrets, credentials } = starter;
  const pipeline = ciFile(ci, { name, plan: relative(root, plan).split(sep).join('/'), secrets, credentials });
  return [...files, createOrKeep(join(root, pipeline.path), pipeline.text)];
}

function createOrKeep(path: string, text: string): ScaffoldFile {
  return { path, text, action: existsSync(path) ? 'keep' : 'create' };
}

function extend(path: string, lines: readonly string[]): ScaffoldFile {
  if (!existsSync(path)) return { path, text: lines.map((line) => `${line}\n`).join(''), action: 'create' };
  const present = readFileSync(path, 'utf8');
  const missing = lines.filter((line) => !present.split(/\r?\n/).includes(line));
  if (missing.length === 0) return { path, text: '', action: 'keep' };
  const lead = present === '' || present.endsWith('\n') ? '' : '\n';
  return { path, text: lead + missing.map((line) => `${line}\n`).join(''), action: 'extend' };
}

/** The work tree that a folder is in, or the folder itself. CI files belong to its root. */
export function repositoryOf(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** A plan's name made of a folder's: what a name cannot hold becomes a hyphen. */
export function nameOf(folder: string): string {
  const name = basename(folder)
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63);
  return name === '' ? 'migration' : name;
}
