import { isObject } from './shape.ts';

/** Whether something can be at the path in what the JSON Schema `root` describes. A schema that names no properties allows any. */
export function schemaAllows(root: unknown, path: readonly string[]): boolean {
  return allows(root, path, root);
}

function allows(schema: unknown, path: readonly string[], root: unknown): boolean {
  const [key, ...rest] = path;
  if (key === undefined || schema === true || !isObject(schema)) return schema !== false;
  const parts = [...partsOf(schema, root)].filter(isObject);
  const known = parts.flatMap(({ properties, items }) => {
    const named = isObject(properties) && Object.hasOwn(properties, key) ? [properties[key]] : [];
    return /^[0-9]+$/.test(key) ? [...named, items] : named;
  });
  const found = known.filter((child) => child !== undefined);
  if (found.length > 0) return found.some((child) => allows(child, rest, root));
  return parts.every(({ properties }) => properties === undefined);
}

/** The schema, and those that it is made of, each once. */
function partsOf(schema: unknown, root: unknown): ReadonlySet<unknown> {
  const parts = new Set<unknown>([schema]);
  for (const part of parts) {
    if (!isObject(part)) continue;
    const { $ref } = part;
    const target = typeof $ref === 'string' ? resolve(root, $ref) : undefined;
    if (target !== undefined) parts.add(target);
    for (const word of ['allOf', 'anyOf', 'oneOf']) {
      const members = part[word];
      if (Array.isArray(members)) for (const member of members as readonly unknown[]) parts.add(member);
    }
  }
  return parts;
}

/** What a local reference (`#/$defs/x`) points to. */
function resolve(root: unknown, reference: string): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((place: unknown, key) => (isObject(place) && Object.hasOwn(place, key) ? place[key] : undefined), root);
}
