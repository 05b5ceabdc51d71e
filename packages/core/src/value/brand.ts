/**
 * Makes `instanceof type` hold for objects of the same class of another copy of this package as well, such as the one that
 * a provider's module brings with it. A class below `type` that has no brand of its own counts as `type`.
 */
export function brand(type: Branded, family: symbol, name: string): void {
  const inherited = namesOf(type.prototype, family);
  Object.defineProperty(type.prototype, family, { value: [...inherited, name] });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (isInstance.call(this, value)) return true;
      // Classes below inherit this function.
      return this === type && typeof value === 'object' && value !== null && namesOf(value, family).includes(name);
    },
  });
}

/** Whether an object is of this very copy. */
export function isOwn(type: Branded, value: unknown): boolean {
  return isInstance.call(type, value);
}

interface Branded {
  readonly prototype: object;
}

const isInstance = Function.prototype[Symbol.hasInstance] as (this: unknown, value: unknown) => boolean;

function namesOf(value: object, family: symbol): readonly unknown[] {
  const names: unknown = Reflect.get(value, family);
  return Array.isArray(names) ? names : [];
}
