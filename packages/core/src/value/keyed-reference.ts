import { Reference } from './value.ts';

/** A reference that `each` completes. Exists only in templates; filling in `each` makes it an ordinary reference. */
export abstract class KeyedReference extends Reference {
  readonly each: Reference;

  constructor(path: readonly string[], each: Reference) {
    super(path);
    this.each = each;
  }

  abstract withKey(key: string): Reference;
}

/**
 * `migrations.orders[each.key].outputs.task_id`: an output of the unit with the same key (or with a key that `each.value`
 * names).
 */
export class KeyedOutput extends KeyedReference {
  readonly migration: string;
  readonly output: string;

  constructor(migration: string, each: Reference, output: string) {
    super(['migrations', `${migration}[${each.path.join('.')}]`, 'outputs', output], each);
    this.migration = migration;
    this.output = output;
  }

  withKey(key: string): Reference {
    return new Reference(['migrations', `${this.migration}[${key}]`, 'outputs', this.output]);
  }
}

/** `secrets[each.value.secret]`: a secret by its name; `secrets.cache[each.key]`: the member of a family. */
export class KeyedSecret extends KeyedReference {
  /** Undefined: the key is the whole name. */
  readonly family: string | undefined;

  constructor(family: string | undefined, each: Reference) {
    super(['secrets', `${family ?? ''}[${each.path.join('.')}]`], each);
    this.family = family;
  }

  withKey(key: string): Reference {
    return new Reference(['secrets', this.family === undefined ? key : `${this.family}[${key}]`]);
  }

  override toString(): string {
    return `\${{ secrets${this.family === undefined ? '' : `.${this.family}`}[${this.each.path.join('.')}] }}`;
  }
}
