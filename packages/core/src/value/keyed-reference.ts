import { Reference } from './value.ts';

/**
 * `migrations.orders[each.key].outputs.task_id`: an output of the unit with the same key (or with a key that `each.value`
 * names). Exists only in templates; filling in `each` makes it an ordinary reference.
 */
export class KeyedReference extends Reference {
  readonly migration: string;
  readonly each: Reference;
  readonly output: string;

  constructor(migration: string, each: Reference, output: string) {
    super(['migrations', `${migration}[${each.path.join('.')}]`, 'outputs', output]);
    this.migration = migration;
    this.each = each;
    this.output = output;
  }

  withKey(key: string): Reference {
    return new Reference(['migrations', `${this.migration}[${key}]`, 'outputs', this.output]);
  }
}
