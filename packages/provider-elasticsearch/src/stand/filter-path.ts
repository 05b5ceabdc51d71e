import { isJsonObject, type JsonObject } from '@waybill/stand-kit';

/** The part of an answer that `filter_path` names: a list of dotted paths, in which `*` is any part of a name and `**` any path. */
export function filterPath(body: unknown, paths: string): unknown {
  const wanted = paths.split(',').map((path) => path.trim().split('.'));
  return keep(body, wanted) ?? {};
}

function keep(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) {
    const kept = value.map((item) => keep(item, paths)).filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  return isJsonObject(value) ? keepMembers(value, paths) : undefined;
}

function keepMembers(value: JsonObject, paths: readonly (readonly string[])[]): JsonObject | undefined {
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const below = keep(
      member,
      paths.flatMap((path) => stepsAfter(name, path)),
    );
    return below === undefined ? [] : [[name, below] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** What is left of a path below a member; names themselves may have dots, as in `nodes.*.settings.index.codec`. */
function stepsAfter(name: string, path: readonly string[]): readonly (readonly string[])[] {
  const [first = '', ...rest] = path;
  if (first === '**') return [path, ...stepsAfter(name, rest)];
  return isLike(name, first) ? [rest] : [];
}

/** Whether a name fits a pattern in which `*` stands for any text. */
export function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
