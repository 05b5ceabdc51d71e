/** Of more units, members that take memory for each of them are not kept. */
export const MOST_KEPT_UNITS = 10_000;

/** What makes each member, from what the object is about. */
export type MemberMakers<Whole, Source> = {
  readonly [Name in keyof Whole]-?: (source: Source) => Whole[Name] | undefined;
};

/**
 * Objects whose members are made each time that they are read, and not kept. In everything else they are like any others:
 * they are listed, written and compared as their members are. For lists that would be too long with all that is in them.
 */
export class LateMembers<Whole extends object, Source extends object> {
  /** One for all objects, so that those with the same members have the same shape, and take no memory for them. */
  readonly #descriptors: ReadonlyMap<string, PropertyDescriptor>;
  /** Its own: objects of one class whose members have different makers would have a table of members each, of 400 bytes. */
  readonly #LateObject = class extends LateObject<Source> {};

  constructor(makers: MemberMakers<Whole, Source>) {
    const entries = Object.entries(makers) as [string, (source: Source) => unknown][];
    this.#descriptors = new Map(entries.map(([name, make]) => [name, describeMember(make)]));
  }

  /** An object with the members that `whole` has, in the same order. `source`: what it is about. */
  of(whole: Whole, source: Source): Whole {
    const late = new this.#LateObject(source);
    for (const name of Object.keys(whole)) Object.defineProperty(late, name, this.#descriptorOf(name));
    return late as unknown as Whole;
  }

  #descriptorOf(name: string): PropertyDescriptor {
    const descriptor = this.#descriptors.get(name);
    if (descriptor === undefined) throw new TypeError(`Nothing makes the member ${name}.`);
    return descriptor;
  }
}

function describeMember<Source extends object>(make: (source: Source) => unknown): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: LateObject<Source>) {
      return make(LateObject.sourceOf(this));
    },
  };
}

class LateObject<Source> {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  static sourceOf<Source>(late: LateObject<Source>): Source {
    return late.#source;
  }
}
