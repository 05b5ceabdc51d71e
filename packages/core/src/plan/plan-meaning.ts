import type { EachEntry, Migration, Plan, ProviderEntry } from './plan.ts';
import type { Value, ValueObject } from './value.ts';

/**
 * What a plan's digest covers: everything that changes what is done. Descriptions and inputs are left out; inputs count
 * where they are used.
 */
export function planMeaning(plan: Plan): ValueObject {
  return {
    language: 1,
    name: plan.name,
    secrets: mapValues(plan.secrets, (secret) => ({ ...secret })),
    providers: mapValues(plan.providers, providerMeaning),
    migrations: mapValues(plan.migrations, migrationMeaning),
  };
}

function mapValues<T>(map: ReadonlyMap<string, T>, toValue: (item: T) => Value): ValueObject {
  return Object.fromEntries([...map].map(([name, item]) => [name, toValue(item)]));
}

function providerMeaning(provider: ProviderEntry): ValueObject {
  return {
    type: provider.type,
    config: provider.config,
    limits: defined(provider.limits),
    polling: defined(provider.polling),
  };
}

function migrationMeaning(migration: Migration): ValueObject {
  const { forEach, cutover, description: _description, ...rest } = migration;
  return defined({
    ...rest,
    labels: rest.labels,
    needs: rest.needs.map(defined),
    retry: { ...rest.retry },
    cutover: cutover === undefined ? undefined : defined(cutover),
    forEach: forEach === undefined ? undefined : unitsMeaning(forEach),
  });
}

/** A list as it is; a map by its keys, whose order decides nothing. */
function unitsMeaning(entries: readonly EachEntry[]): Value {
  const isList = entries.every(
    ({ key, value }) => value === key || (typeof value === 'number' && String(value) === key),
  );
  return isList ? entries.map(({ value }) => value) : Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

/** Without the members that are undefined. */
function defined(value: object): ValueObject {
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Value | undefined>>).filter(isDefinedEntry),
  );
}

function isDefinedEntry(entry: [string, Value | undefined]): entry is [string, Value] {
  return entry[1] !== undefined;
}
