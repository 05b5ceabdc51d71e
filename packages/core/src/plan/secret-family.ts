import type { SecretSource } from './plan.ts';

/** Takes the key's place in the source of a family. */
export const KEY_PLACE = '{key}';

/** Whether a source, with `{key}` in it, is that of many secrets. */
export function isFamilySource(source: SecretSource): boolean {
  return textsOf(source).some((text) => text.includes(KEY_PLACE));
}

/** A row that could choose the program would choose what runs on this machine. */
export function hasKeyInProgram(source: SecretSource): boolean {
  return source.kind === 'command' && source.argv[0].includes(KEY_PLACE);
}

function textsOf(source: SecretSource): readonly string[] {
  switch (source.kind) {
    case 'env':
      return [source.name];
    case 'file':
      return [source.path];
    case 'command':
      return source.argv;
  }
}

/** The name of a member among the secrets of a plan. */
export function memberName(family: string, key: string): string {
  return `${family}[${key}]`;
}

/** The family of a secret; undefined for one that is declared by itself. */
export function familyOf(name: string): string | undefined {
  const open = name.indexOf('[');
  return open === -1 ? undefined : name.slice(0, open);
}

/** The source of the member that a name means, such as `cache[cart]`; undefined where no family has it. */
export function memberOf(
  name: string,
  families: ReadonlyMap<string, SecretSource> | undefined,
): SecretSource | undefined {
  const [, family = '', key = ''] = /^([^[]+)\[(.*)\]$/s.exec(name) ?? [];
  const source = families?.get(family);
  return source === undefined || familyKeyProblem(key) !== undefined ? undefined : memberSource(source, key);
}

/** The source of one member. The name of a variable has the key in upper case, with `_` for `-` and `.`. */
export function memberSource(source: SecretSource, key: string): SecretSource {
  switch (source.kind) {
    case 'env':
      return { kind: 'env', name: source.name.replaceAll(KEY_PLACE, variablePart(key)) };
    case 'file':
      return { kind: 'file', path: source.path.replaceAll(KEY_PLACE, key) };
    case 'command': {
      const [program, ...rest] = source.argv;
      return { ...source, argv: [program, ...rest.map((argument) => argument.replaceAll(KEY_PLACE, key))] };
    }
  }
}

function variablePart(key: string): string {
  return key.toUpperCase().replaceAll(/[-.]/g, '_');
}

const MAX_KEY_LENGTH = 200;

/**
 * Why a key cannot choose a member; undefined when it can. A key becomes part of a variable's name, of a path or of an
 * argument: nothing that it may hold leads out of a folder, or begins an option.
 */
export function familyKeyProblem(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (key.length > MAX_KEY_LENGTH) return `is longer than ${MAX_KEY_LENGTH} characters`;
  if (!/^[A-Za-z0-9]/.test(key)) return 'does not begin with a letter or a digit';
  return /^[A-Za-z0-9._-]+$/.test(key) ? undefined : 'holds a character other than letters, digits, `.`, `_` and `-`';
}
