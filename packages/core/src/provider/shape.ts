/** Where a value departs from its shape. `at`: the way to it from the value that was asked about, such as `steps[0].kind`. */
export interface Misfit {
  readonly at: string;
  /** What should be there, with its article: `a text`. */
  readonly expected: string;
  readonly found: unknown;
  /** What was found, where it is a name that messages may show: values may be secret. */
  readonly name?: string;
}

/** What is wrong with a value; undefined when it has the shape. */
export type Shape = (value: unknown) => Misfit | undefined;

type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `expected` with its article, for what `has` accepts. */
export function a(expected: string, has: (value: unknown) => boolean): Shape {
  return (value) => (has(value) ? undefined : { at: '', expected, found: value });
}

export const text: Shape = a('a text', (value) => typeof value === 'string');
export const flag: Shape = a('a boolean', (value) => typeof value === 'boolean');
export const anObject: Shape = a('an object', isObject);
export const aFunction: Shape = a('a function', (value) => typeof value === 'function');
export const something: Shape = a('an answer', (value) => value !== undefined);
export const duration: Shape = a('a number of milliseconds, 0 or more', (value) => isFrom(0, value));

export function isFrom(least: number, value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= least;
}

export function optional(shape: Shape): Shape {
  return (value) => (value === undefined ? undefined : shape(value));
}

/** `expected`: the list in words, for what is none. */
export function listOf(expected: string, shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return { at: '', expected, found: value };
    for (const [index, item] of value.entries()) {
      const misfit = shape(item);
      if (misfit !== undefined) return below(`[${index}]`, misfit);
    }
    return undefined;
  };
}

export const textList: Shape = listOf('a list of texts', text);

/** An object whose members all have this shape. */
export function recordOf(expected: string, shape: Shape): Shape {
  return (value) => {
    if (!isObject(value)) return { at: '', expected, found: value };
    for (const [name, member] of Object.entries(value)) {
      const misfit = shape(member);
      if (misfit !== undefined) return below(name, misfit);
    }
    return undefined;
  };
}

/** An object with these fields. */
export function withFields(fields: Readonly<Record<string | symbol, Shape>>): Shape {
  const entries = Reflect.ownKeys(fields).map((name) => [name, fields[name] as Shape] as const);
  return (value) => {
    if (!isObject(value)) return { at: '', expected: 'an object', found: value };
    for (const [name, shape] of entries) {
      const misfit = shape(Reflect.get(value, name));
      if (misfit !== undefined) return below(typeof name === 'symbol' ? `[${String(name.description)}]` : name, misfit);
    }
    return undefined;
  };
}

/** An object whose `tag` is one of these words, with the fields that go with it. `what` is said of the tag: `kind of step`. */
export function oneOf(tag: string, variants: Readonly<Record<string, Shape>>, what: string = tag): Shape {
  const shapes = new Map(Object.entries(variants));
  const expected = `a ${what} (${[...shapes.keys()].join(', ')})`;
  return (value) => {
    if (!isObject(value)) return { at: '', expected: 'an object', found: value };
    const word = value[tag];
    const shape = typeof word === 'string' ? shapes.get(word) : undefined;
    return shape === undefined ? { at: tag, expected, found: word } : shape(value);
  };
}

/** All of these, the first that is not kept is what is wrong. */
export function allOf(...shapes: readonly Shape[]): Shape {
  return (value) => {
    for (const shape of shapes) {
      const misfit = shape(value);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  };
}

/** The same misfit, of a value that has the one which was asked about as its member `name`. */
export function below(name: string, misfit: Misfit): Misfit {
  const { at } = misfit;
  const separator = at === '' || at.startsWith('[') ? '' : '.';
  return { ...misfit, at: `${name}${separator}${at}` };
}
