import { MASK } from '../../diagnostics/mask.ts';
import { isSecretName } from '../../diagnostics/secret-names.ts';
import { maskUrlPasswords } from '../../diagnostics/url-passwords.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject, type Json } from '../../value/value.ts';
import { maskSecrets } from '../mask-secrets.ts';
import type { FieldChange } from './preview-changes.ts';

export interface CompareFieldsOptions {
  /**
   * Whether a text whose name is that of a password may be shown. Where secrets come from may.
   *
   * @default false
   */
  readonly showsSecretNames?: boolean;
}

/**
 * The values in which two pieces of JSON differ: members of objects by their names, items of lists of the same length by
 * their index, anything else as a whole. A member that is undefined is none. Pure.
 */
export function compareFields(
  before: unknown,
  after: unknown,
  { showsSecretNames = false }: CompareFieldsOptions = {},
): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  visit([], before as Json | undefined, after as Json | undefined);
  return changes;

  function visit(path: readonly string[], left: Json | undefined, right: Json | undefined): void {
    if (left === right) return;
    if (isJsonObject(left) && isJsonObject(right)) {
      for (const name of namesOf(left, right)) visit([...path, name], memberOf(left, name), memberOf(right, name));
      return;
    }
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length === right.length && left.some((item) => typeof item === 'object' && item !== null)) {
        for (const [index, item] of left.entries()) visit([...path, `${index}`], item, right[index]);
        return;
      }
      if (sameJson(left, right)) return;
    }
    const isSecret = !showsSecretNames && path.some(isSecretName);
    changes.push({
      path,
      ...defined({
        before: left === undefined ? undefined : shown(left, isSecret),
        after: right === undefined ? undefined : shown(right, isSecret),
      }),
    });
  }

  function shown(value: Json, isSecret: boolean): Json {
    return showsSecretNames ? maskSecrets(value) : withoutSecrets(value, isSecret);
  }
}

/** JSON with every literal text masked that is in the place of a password by its name, or a password inside a URL. */
export function withoutSecrets(value: Json, isSecret = false): Json {
  if (typeof value === 'string') return isSecret && !isReference(value) ? MASK : maskUrlPasswords(value);
  if (typeof value === 'number') return isSecret ? MASK : value;
  if (Array.isArray(value)) return value.map((item: Json) => withoutSecrets(item, isSecret));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, withoutSecrets(child, isSecret || isSecretName(name))]),
  );
}

/** A reference as a whole: a text around it may be a part of the password. */
function isReference(text: string): boolean {
  return text === '' || /^\$\{\{[^{}]*\}\}$/.test(text);
}

function namesOf(left: object, right: object): readonly string[] {
  return [...new Set([...Object.keys(right), ...Object.keys(left)])];
}

function memberOf(value: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Lists without objects, or of another length. */
function sameJson(left: readonly Json[], right: readonly Json[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
