import type { ValueObject } from '../../value/value.ts';
import type { EachEntry, Migration, Unit } from '../plan.ts';
import type { Template } from './compile-template.ts';

/** Of one migration. */
export interface UnitTemplates {
  readonly with: Template;
  readonly options: Template;
}

/** A unit whose values are filled in whenever they are read: very many units are then no more than their entries. */
export class ExpandedUnit implements Unit {
  readonly address: string;
  readonly migration: Migration;
  readonly entry: EachEntry | undefined;
  readonly needs: readonly string[];
  readonly formerly?: readonly string[];
  readonly #templates: UnitTemplates;

  constructor(of: Pick<Unit, 'address' | 'migration' | 'entry' | 'needs' | 'formerly'>, templates: UnitTemplates) {
    this.address = of.address;
    this.migration = of.migration;
    this.entry = of.entry;
    this.needs = of.needs;
    if (of.formerly !== undefined) this.formerly = of.formerly;
    this.#templates = templates;
  }

  get key(): string | undefined {
    return this.entry?.key;
  }

  get with(): ValueObject {
    return this.entry === undefined ? this.migration.with : (this.#templates.with.fill(this.entry) as ValueObject);
  }

  get options(): ValueObject {
    return this.entry === undefined
      ? this.migration.options
      : (this.#templates.options.fill(this.entry) as ValueObject);
  }
}
