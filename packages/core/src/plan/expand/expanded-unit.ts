import type { ValueObject } from '../../value/value.ts';
import type { EachEntry, Migration, Unit } from '../plan.ts';
import type { Template } from './compile-template.ts';

/** A unit whose values are filled in whenever they are read: very many units are then no more than their entries. */
export class ExpandedUnit implements Unit {
  readonly address: string;
  readonly migration: Migration;
  readonly entry: EachEntry | undefined;
  readonly needs: readonly string[];
  readonly #template: Template;

  constructor(of: Pick<Unit, 'address' | 'migration' | 'entry' | 'needs'>, template: Template) {
    this.address = of.address;
    this.migration = of.migration;
    this.entry = of.entry;
    this.needs = of.needs;
    this.#template = template;
  }

  get key(): string | undefined {
    return this.entry?.key;
  }

  get with(): ValueObject {
    return this.entry === undefined ? this.migration.with : (this.#template.fill(this.entry) as ValueObject);
  }
}
