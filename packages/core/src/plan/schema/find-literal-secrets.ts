import { findUrlPasswords } from '../../diagnostics/url-passwords.ts';
import { Interpolation, isDeferred, isJsonObject, isValueObject, Reference, type Value } from '../../value/value.ts';
import type { Finding } from '../syntax/findings.ts';
import { validatorOf } from './schema-validator.ts';

/** Fields whose schema says `x-secret` and whose value is in the plan instead of being a reference to a secret. */
export function findLiteralSecrets(value: Value, schema: object): readonly Finding[] {
  const findings: Finding[] = [];
  visit(value, validatorOf(schema).schema, [], findings);
  return findings;
}

/** Passwords inside URLs, in any text. References to secrets are none. */
export function findUrlSecrets(value: Value, path: readonly (string | number)[] = []): readonly Finding[] {
  if (typeof value === 'string') return findUrlPasswords(value).length === 0 ? [] : [urlSecret(path)];
  if (value instanceof Interpolation) {
    // A reference in the password's place leaves no password; one anywhere else does.
    const text = value.parts.map((part) => (part instanceof Reference ? ' ' : part)).join('');
    return findUrlPasswords(text).length === 0 ? [] : [urlSecret(path)];
  }
  if (typeof value !== 'object' || value === null || isDeferred(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => findUrlSecrets(child as Value, [...path, key]));
}

function urlSecret(path: readonly (string | number)[]): Finding {
  return {
    severity: 'warning',
    code: 'PLAN_LITERAL_SECRET',
    path,
    summary: `password inside a URL in \`${String(path.at(-1) ?? '')}\``,
    detail: 'The text holds an address with a password in it, which everyone who sees the plan can read.',
    hint: 'Leave user and password out of the address, and give them in separate fields as `${{ secrets.name }}`.',
  };
}

const SUBSCHEMAS: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'then', 'else'];

function visit(value: Value, schema: unknown, path: readonly (string | number)[], findings: Finding[]): void {
  if (!isJsonObject(schema)) return;
  if (schema['x-secret'] === true && isLiteral(value)) findings.push(literalSecret(path));
  for (const keyword of SUBSCHEMAS) {
    for (const part of [schema[keyword]].flat()) visit(value, part, path, findings);
  }
  if (Array.isArray(value)) {
    const items: readonly Value[] = value;
    for (const [index, item] of items.entries()) visit(item, schema.items, [...path, index], findings);
  } else if (isValueObject(value) && isJsonObject(schema.properties)) {
    for (const [key, property] of Object.entries(schema.properties)) {
      const child = Object.hasOwn(value, key) ? value[key] : undefined;
      if (child !== undefined) visit(child, property, [...path, key], findings);
    }
  }
}

/** Numbers count: a password of digits is one too. What `each` brings in is in the plan just as well. */
function isLiteral(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  if (value instanceof Reference) return value.path[0] === 'each';
  if (value instanceof Interpolation) {
    return !value.parts.some((part) => part instanceof Reference && part.path[0] !== 'each');
  }
  return typeof value === 'number' && !isDeferred(value);
}

function literalSecret(path: readonly (string | number)[]): Finding {
  const key = String(path.at(-1) ?? '');
  return {
    severity: 'warning',
    isSecret: true,
    code: 'PLAN_LITERAL_SECRET',
    path,
    summary: `literal value in \`${key}\``,
    detail: `\`${key}\` is secret, and its value is in the plan (itself, or through an input or \`for_each\`), where everyone who sees the plan can read it.`,
    hint: `Declare it under \`secrets:\` (\`name: { env: VARIABLE }\` or \`{ file: path }\`) and write \`${key}: \${{ secrets.name }}\`.`,
  };
}
