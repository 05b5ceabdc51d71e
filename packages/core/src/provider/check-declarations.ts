import { GROUP_SHAPES, PROVIDER_SHAPES } from './declared-shapes.ts';
import { takenOptionNames } from './migration-keys.ts';
import { type Breach, DeclarationBreach, ProviderDefectError } from './provider-defect.ts';
import { schemaAllows } from './schema-allows.ts';
import { below, isObject, type Misfit, type Shape } from './shape.ts';

/**
 * Refuses a provider whose declarations are not what the engine relies on, before anything is asked or sent with it: Node
 * runs TypeScript without looking at its types. `provider`: how messages name it.
 *
 * @throws ProviderDefectError that names every member which is wrong
 */
export function checkDeclarations(definition: object, provider: string): void {
  const breaches = [...breachesOf(definition)];
  if (breaches.length > 0) throw new ProviderDefectError(provider, '', new DeclarationBreach(breaches));
}

function* breachesOf(definition: object): Iterable<Breach> {
  for (const [name, shape] of Object.entries(PROVIDER_SHAPES)) {
    yield* misfits(name, () => shape(Reflect.get(definition, name)));
  }
  for (const [group, shape] of Object.entries(GROUP_SHAPES)) yield* breachesOfGroup(definition, group, shape);
  yield* misfits('', () => misfitOfNames(definition));
}

function* breachesOfGroup(definition: object, group: string, shape: Shape): Iterable<Breach> {
  const members: unknown = Reflect.get(definition, group);
  if (!isObject(members)) return;
  for (const [name, member] of Object.entries(members)) {
    const place = `${group}.${name}`;
    const found = [...misfits(place, () => shape(member))];
    yield* found;
    // What members say of each other is asked once each is what it should be.
    if (found.length === 0) yield* misfits(place, () => CROSS_CHECKS[group]?.(member as Members, name));
  }
}

/** What `find` finds, or that the member cannot even be read. */
function* misfits(place: string, find: () => Misfit | undefined): Iterable<Breach> {
  try {
    const misfit = find();
    if (misfit === undefined) return;
    const { at, expected, found } = place === '' ? misfit : below(place, misfit);
    yield { place: at, expected, found };
  } catch (thrown) {
    yield { place, expected: 'a value that can be read', found: thrown };
  }
}

type Members = Readonly<Record<string, unknown>>;

/** What a member of a group, which has its shape, says of its name and of its own other members. */
const CROSS_CHECKS: Readonly<Record<string, (member: Members, name: string) => Misfit | undefined>> = {
  operations: (operation, name) => misfitOfName(operation, name) ?? misfitOfToken(operation) ?? misfitOfTask(operation),
  kinds: (kind, name) => misfitOfName(kind, name) ?? misfitOfOptions(kind),
  jobs: misfitOfName,
  listings: misfitOfColumns,
};

function misfitOfName({ name }: Members, key: string): Misfit | undefined {
  return name === key ? undefined : { at: 'name', expected: `the name that it is declared under, ${key}`, found: name };
}

/** A token that is sent as no argument of the call makes nothing idempotent. */
function misfitOfToken({ recovery, requestSchema }: Members): Misfit | undefined {
  const { policy, argument } = (recovery ?? {}) as { readonly policy?: string; readonly argument?: string };
  if (policy !== 'token' || argument === undefined || schemaAllows(requestSchema, [argument])) return undefined;
  return { at: 'recovery.argument', expected: 'an argument that `requestSchema` has', found: argument };
}

/** A task that was looked up is claimed by its id, so that no two steps take the same one. */
function misfitOfTask({ recovery, taskId, outputs }: Members): Misfit | undefined {
  const isLookedUp = (recovery as { readonly policy?: string } | undefined)?.policy === 'lookup';
  if (taskId === undefined)
    return isLookedUp
      ? { at: 'taskId', expected: 'a pointer among its `outputs`, by which a lost task is claimed', found: taskId }
      : undefined;
  if (recovery === undefined)
    return { at: 'taskId', expected: 'an operation with a `recovery`: a read makes no task', found: taskId };
  return Object.values(outputs as Members).includes(taskId)
    ? undefined
    : { at: 'taskId', expected: 'a pointer among its `outputs`', found: taskId };
}

/** A key that the plan language has never reaches a kind. */
function misfitOfOptions(kind: Members): Misfit | undefined {
  const taken = takenOptionNames(kind as { readonly optionsSchema?: object });
  const expected = 'properties whose names mean nothing else in a migration';
  return taken.length === 0 ? undefined : { at: 'optionsSchema', expected, found: taken.join(', ') };
}

function misfitOfColumns({ columns, key, name = key }: Members): Misfit | undefined {
  const known = (columns as readonly Members[]).map((column) => column['name']);
  for (const [at, column] of Object.entries({ key, name }))
    if (!known.includes(column)) return { at, expected: 'the name of a column', found: column };
  return undefined;
}

/** Names that two members of a provider share, or that lead nowhere. */
function misfitOfNames(definition: object): Misfit | undefined {
  const group = (name: string): Members => {
    const members: unknown = Reflect.get(definition, name);
    return isObject(members) ? members : {};
  };
  const [kinds, operations] = [group('kinds'), group('operations')];
  const shared = Object.keys(kinds).find((name) => Object.hasOwn(operations, name));
  if (shared !== undefined) return { at: `kinds.${shared}`, expected: 'a name that no operation has', found: shared };
  return misfitOfStarters(definition, kinds) ?? misfitOfPolling(definition);
}

function misfitOfStarters(definition: object, kinds: Members): Misfit | undefined {
  const starters: unknown = Reflect.get(definition, 'starters');
  if (!Array.isArray(starters)) return undefined;
  for (const [index, starter] of (starters as readonly unknown[]).entries()) {
    const kind = isObject(starter) ? starter['kind'] : undefined;
    if (typeof kind === 'string' && !Object.hasOwn(kinds, kind))
      return { at: `starters[${index}].kind`, expected: 'the name of a kind', found: kind };
  }
  return undefined;
}

function misfitOfPolling(definition: object): Misfit | undefined {
  const polling: unknown = Reflect.get(definition, 'defaultPolling');
  if (!isObject(polling)) return undefined;
  const { initialIntervalMs: first, maxIntervalMs: last } = polling;
  if (typeof first !== 'number' || typeof last !== 'number' || first <= last) return undefined;
  return {
    at: 'defaultPolling.maxIntervalMs',
    expected: `a number of at least initialIntervalMs, ${first}`,
    found: last,
  };
}
