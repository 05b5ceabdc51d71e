import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PlanEnvironment } from '@waybill/core';
import { readRegularFile } from '@waybill/transport/files';

/** The environment of that name of the plan at a path. */
export function planEnvironment(planPath: string, name: string): PlanEnvironment {
  return { name, list: () => listEnvironments(planPath) };
}

/** Larger files hold no values of inputs. */
const MAX_BYTES = 1_000_000;
/** A folder of more files is not the place of a plan. */
const MAX_FILES = 200;

/** Names of the values files next to the plan: YAML files that set inputs of the plan, and nothing else. */
export function listEnvironments(planPath: string): readonly string[] {
  const path = resolve(planPath);
  const folder = dirname(path);
  const declared = topLevelKeys(sectionOf(readText(path), 'inputs'), 1);
  const names = listYaml(folder).filter((name) => name !== basename(path));
  return names.slice(0, MAX_FILES).flatMap((name) => {
    const keys = topLevelKeys(readText(join(folder, name)), 0);
    const fits = keys.length > 0 && keys.every((key) => declared.includes(key));
    return fits ? [name.slice(0, -'.yaml'.length)] : [];
  });
}

function listYaml(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[A-Za-z0-9][A-Za-z0-9_-]*\.yaml$/.test(name))
      .toSorted();
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return new TextDecoder().decode(readRegularFile(path, MAX_BYTES));
  } catch {
    return '';
  }
}

/** The lines below a key at the left edge. */
function sectionOf(text: string, key: string): string {
  return new RegExp(`^${key}:.*\\r?\\n((?:(?:[ \\t#].*)?\\r?\\n)*)`, 'm').exec(`${text}\n`)?.[1] ?? '';
}

/** The keys of the least indented lines; only for lists that people read, for it does not parse. */
function topLevelKeys(text: string, least: number): readonly string[] {
  const lines = [...text.matchAll(/^([ \t]*)(["']?)([A-Za-z_][\w-]*)\2:(?=\s|$)/gm)];
  const indent = Math.min(...lines.map(([, space = '']) => space.length));
  if (indent < least) return [];
  return lines.flatMap(([, space = '', , key = '']) => (space.length === indent ? [key] : []));
}
