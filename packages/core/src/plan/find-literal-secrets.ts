import type { Finding } from './findings.ts';
import { validatorOf } from './schema-validator.ts';
import { Interpolation, isDeferred, isJsonObject, isValueObject, Reference, type Value } from './value.ts';

/** Fields whose schema says `x-secret` and whose value is in the plan instead of being a reference to a secret. */
export function findLiteralSecrets(value: Value, schema: object): readonly Finding[] {
  const findings: Finding[] = [];
  visit(value, validatorOf(schema).schema, [], findings);
  return findings;
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
    detail: `\`${key}\` is secret, and its value is in the plan (itself, or through an input or \`for_each\`), where everybody who sees the plan can read it.`,
    hint: `Declare it under \`secrets:\` (\`name: { env: VARIABLE }\` or \`{ file: path }\`) and write \`${key}: \${{ secrets.name }}\`.`,
  };
}
