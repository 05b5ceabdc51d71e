import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';

/** Keywords that only describe: beside a `$ref` they override the target's. Everything else beside it holds as well. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$comment',
  'x-hint',
  'x-secret',
]);

/**
 * A copy of a schema with its `$ref`s replaced by what they point to, so that the path of a validation error leads
 * straight to the failing subschema and its neighbours. Recursive and foreign references stay as they are.
 */
export function dereferenceSchema(root: JsonObject): JsonObject {
  const dereferenced = dereference(root, { root, open: [] });
  return isJsonObject(dereferenced) ? dereferenced : root;
}

interface Scope {
  readonly root: JsonObject;
  /** References being replaced, outermost first. */
  readonly open: readonly string[];
}

function dereference(schema: Json, scope: Scope): Json {
  if (Array.isArray(schema)) return schema.map((item: Json) => dereference(item, scope));
  if (!isJsonObject(schema)) return schema;
  const { $ref, ...siblings } = schema;
  const target = typeof $ref === 'string' ? resolvePointer(scope.root, $ref) : undefined;
  if (typeof $ref !== 'string' || target === undefined || scope.open.includes($ref))
    return dereferenceMembers(schema, scope);
  const replaced = dereference(target, { root: scope.root, open: [...scope.open, $ref] });
  return joinSchemas(replaced, dereferenceMembers(siblings, scope));
}

function dereferenceMembers(schema: JsonObject, scope: Scope): JsonObject {
  const copy: Record<string, Json> = {};
  for (const [key, child] of Object.entries(schema)) {
    // Data that merely looks like a schema, and definitions that are only reached through references.
    const isData = key === 'const' || key === 'enum' || key === 'default' || key === 'examples' || key === '$defs';
    copy[key] = isData ? child : dereference(child, scope);
  }
  return copy;
}

function joinSchemas(target: Json, siblings: JsonObject): Json {
  const keys = Object.keys(siblings);
  if (keys.length === 0) return target;
  if (isJsonObject(target) && keys.every((key) => ANNOTATIONS.has(key))) return { ...target, ...siblings };
  const others = Array.isArray(siblings.allOf) ? (siblings.allOf as readonly Json[]) : [];
  return { ...siblings, allOf: [target, ...others] };
}

/** The subschema that a local reference (`#/$defs/x`) points to. */
function resolvePointer(root: JsonObject, reference: string): Json | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  let place: Json | undefined = root;
  for (const segment of reference.split('/').slice(1)) {
    const key = decodePointerSegment(segment);
    if (Array.isArray(place)) place = (place as readonly Json[])[Number(key)];
    else place = isJsonObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
  }
  return place;
}

/** One segment of a JSON pointer in a URI fragment. */
export function decodePointerSegment(segment: string): string {
  return decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
}
