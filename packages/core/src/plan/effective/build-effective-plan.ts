import type { ProviderRegistry } from '../../provider/registry.ts';
import { fillInterpolation } from '../../value/fill-references.ts';
import {
  collectReferences,
  Interpolation,
  isDeferred,
  isValueObject,
  Reference,
  type Value,
  type ValueObject,
} from '../../value/value.ts';
import { dependsOnEach, fillReference } from '../expand/compile-template.ts';
import { kindOf } from '../expand/find-recipe.ts';
import { unitAddress } from '../expand/unit-address.ts';
import type { KeyPath } from '../key-path.ts';
import { lookUpInput } from '../load/check-input-use.ts';
import type { WrittenPlan } from '../load/load-plan.ts';
import type { Migration, Plan } from '../plan.ts';
import { BUILT_IN_DEFAULTS } from './built-in-defaults.ts';
import {
  type EffectiveMap,
  type EffectivePlan,
  type EffectiveUnit,
  type EffectiveValue,
  fromOnePlace,
} from './effective-value.ts';
import { maskLiteralSecrets } from './mask-literal-secrets.ts';
import { type EachScope, ValuePlaces } from './value-places.ts';

export interface EffectiveOptions {
  readonly plan: Plan;
  readonly written: WrittenPlan;
  readonly registry: ProviderRegistry;
  /** Units of a `for_each` of which the values are given, in the order of the plan. */
  readonly isWanted: (address: string, index: number) => boolean;
}

/**
 * Every value of a plan as it is used, with its place: inputs and shared arguments filled in, the values of `defaults:` in
 * each migration. Read again, it is the same plan. Literal secrets are masked.
 */
export function buildEffectivePlan(options: EffectiveOptions): EffectivePlan {
  return maskLiteralSecrets(new EffectiveBuilder(options).build(), options);
}

class EffectiveBuilder {
  readonly #options: EffectiveOptions;
  readonly #places: ValuePlaces;

  constructor(options: EffectiveOptions) {
    this.#options = options;
    this.#places = new ValuePlaces(options.written);
  }

  build(): EffectivePlan {
    const { root } = this.#options.written.merged;
    const shown = Object.keys(root).filter((key) => key !== 'defaults' && !key.startsWith('x-'));
    const entries = shown.map((key) => [key, this.#section(key, root[key] ?? null)] as const);
    const units = [...this.#options.plan.migrations.values()].flatMap((migration) => this.#unitsOf(migration));
    return { root: { kind: 'map', entries }, units };
  }

  #section(name: string, value: Value): EffectiveValue {
    if (name === 'inputs' && isValueObject(value)) return this.#mapOf(value, (input) => this.#input(input, value));
    if (name === 'migrations' && isValueObject(value))
      return this.#mapOf(value, (migration) => this.#migration(migration, value[migration] ?? null));
    return this.#fill(value, [name]);
  }

  #mapOf(map: ValueObject, toValue: (key: string) => EffectiveValue): EffectiveMap {
    return { kind: 'map', entries: this.#keysOf(map).map((key) => [key, toValue(key)] as const) };
  }

  #keysOf(map: ValueObject): readonly string[] {
    return this.#options.written.merged.keysOf(map);
  }

  #input(name: string, inputs: ValueObject): EffectiveValue {
    const definition = isValueObject(inputs[name]) ? inputs[name] : {};
    const { default: _written, ...rest } = definition;
    const value = this.#options.written.inputs.get(name) ?? null;
    const said = Object.entries(rest).map(([key, child]) => [key, this.#fill(child, ['inputs', name, key])] as const);
    return { kind: 'map', entries: [...said, ['default', fromOnePlace(value, [this.#places.ofInput(name)])]] };
  }

  #migration(name: string, entry: Value): EffectiveValue {
    if (!isValueObject(entry)) return this.#fill(entry, ['migrations', name]);
    const keys = this.#keysOf(entry).filter((key) => !key.startsWith('x-') && key !== 'retry');
    const written = keys.map((key) => [key, this.#fill(entry[key] ?? null, ['migrations', name, key])] as const);
    const missing = ['timeout', 'on_failure', ...(this.#isOperation(name) ? ['wait'] : [])].filter(
      (key) => entry[key] === undefined,
    );
    const filled = missing.map((key) => [key, this.#default([key])] as const);
    return { kind: 'map', entries: [...written, ...filled, ['retry', this.#retry(name, entry.retry)]] };
  }

  #isOperation(name: string): boolean {
    const { plan, registry } = this.#options;
    const migration = plan.migrations.get(name);
    return migration !== undefined && kindOf(plan, migration, registry) === undefined;
  }

  #retry(name: string, own: Value | undefined): EffectiveMap {
    const fields = Object.keys(BUILT_IN_DEFAULTS.retry);
    const entries = fields.map((field) => {
      const value = isValueObject(own) ? own[field] : undefined;
      const path = ['migrations', name, 'retry', field];
      return [field, value === undefined ? this.#default(['retry', field]) : this.#fill(value, path)] as const;
    });
    return { kind: 'map', entries };
  }

  /** Of `defaults:`, or of the language. */
  #default(path: readonly string[]): EffectiveValue {
    const given = valueAt(this.#options.written.merged.root.defaults, path);
    if (given !== undefined) return this.#fill(given, ['defaults', ...path]);
    return fromOnePlace(valueAt(BUILT_IN_DEFAULTS, path) ?? null, [{ kind: 'built-in' }]);
  }

  #unitsOf(migration: Migration): readonly EffectiveUnit[] {
    const entry = valueAt(this.#options.written.merged.root, ['migrations', migration.name]);
    const parts = isValueObject(entry) ? Object.keys(entry) : [];
    const varying = parts.filter((part) => part !== 'needs' && isValueObject(entry) && varies(entry[part]));
    return (migration.forEach ?? []).flatMap((each, index) => {
      const address = unitAddress(migration.name, each.key);
      if (!this.#options.isWanted(address, index)) return [];
      const scope = { migration, entry: each, index };
      const values = varying.map((part) => {
        const value = isValueObject(entry) ? (entry[part] ?? null) : null;
        return [part, this.#fillVarying(value, ['migrations', migration.name, part], scope)] as const;
      });
      return [{ address, migration: migration.name, key: each.key, values: { kind: 'map', entries: values } }];
    });
  }

  /** The entries of maps that depend on `each`; lists with all their items. */
  #fillVarying(value: Value, path: KeyPath, each: EachScope): EffectiveValue {
    if (!isValueObject(value)) return this.#fill(value, path, each);
    const keys = this.#keysOf(value).filter((key) => varies(value[key]));
    const entries = keys.map((key) => [key, this.#fillVarying(value[key] ?? null, [...path, key], each)] as const);
    return { kind: 'map', entries };
  }

  #fill(value: Value, path: KeyPath, each?: EachScope): EffectiveValue {
    if (isDeferred(value)) return fromOnePlace(this.#known(value, each), this.#places.sourcesAt(path, each));
    if (Array.isArray(value) && value.length > 0)
      return { kind: 'list', items: value.map((item: Value, index) => this.#fill(item, [...path, index], each)) };
    if (!isValueObject(value) || Object.keys(value).length === 0)
      return { kind: 'leaf', value, sources: this.#places.sourcesAt(path, each) };
    return this.#mapOf(value, (key) => this.#fill(value[key] ?? null, [...path, key], each));
  }

  #known(value: Value, each: EachScope | undefined): Value {
    const lookUp = (reference: Reference): Value => {
      if (each !== undefined && dependsOnEach(reference)) return fillReference(reference, each.entry);
      return lookUpInput(reference, this.#options.written.inputs) ?? reference;
    };
    if (value instanceof Reference) return lookUp(value);
    return value instanceof Interpolation ? fillInterpolation(value, lookUp) : value;
  }
}

function varies(value: Value | undefined): boolean {
  return value !== undefined && collectReferences(value).some(dependsOnEach);
}

function valueAt(value: Value | undefined, path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (place, key) => (isValueObject(place) && Object.hasOwn(place, key) ? place[key] : undefined),
    value,
  );
}
