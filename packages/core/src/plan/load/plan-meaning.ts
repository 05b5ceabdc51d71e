import type { Kind } from '../../provider/kind.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { defined } from '../../value/defined.ts';
import type { Value, ValueObject } from '../../value/value.ts';
import { type ApprovalRule, approverKey } from '../approval-rule.ts';
import { kindOf } from '../expand/find-recipe.ts';
import type { EachEntry, Migration, Plan, ProviderEntry, Rollout, Waves } from '../plan.ts';
import type { TimeWindow } from '../time-windows.ts';

/**
 * What a plan's digest covers: everything that changes what is done. Descriptions, reasons, inputs and names of files are left out;
 * inputs and the rows of files count where they are used.
 */
export function planMeaning(plan: Plan, registry: ProviderRegistry): ValueObject {
  return {
    language: 1,
    ...headMeaning(plan),
    ...defined({
      rollout: rolloutMeaning(plan.rollout),
      approvals: plan.approvals && mapValues(plan.approvals, ruleMeaning),
      moved: plan.moved?.map(({ from, to }) => ({ from, to })),
    }),
    migrations: mapValues(plan.migrations, (migration) =>
      migrationMeaning(migration, kindOf(plan, migration, registry)),
    ),
  };
}

function rolloutMeaning(rollout: Rollout | undefined): ValueObject | undefined {
  if (rollout === undefined) return undefined;
  const { windows, cutoverWindows, waves } = rollout;
  return defined({
    windows: windows?.map(windowMeaning),
    cutoverWindows: cutoverWindows?.map(windowMeaning),
    waves: waves && wavesMeaning(waves),
  });
}

function wavesMeaning({ shares, soakMs, maxFailures, order }: Waves): ValueObject {
  return {
    shares: shares.map((share) => ({ ...share })),
    soakMs,
    maxFailures: { ...maxFailures },
    order: { ...order },
  };
}

function windowMeaning({ days, fromMinutes, toMinutes, timezone }: TimeWindow): ValueObject {
  return { days, fromMinutes, toMinutes, timezone };
}

/** In which order approvers are listed decides nothing. */
function ruleMeaning({ name: _name, approvers, ...rule }: ApprovalRule): ValueObject {
  return withoutUndefined({ ...rule, approvers: approvers?.map(approverKey).toSorted() });
}

/** As much of it as a run needs to connect. */
export function headMeaning(plan: Pick<Plan, 'name' | 'secrets' | 'providers'>): ValueObject {
  return {
    name: plan.name,
    secrets: mapValues(plan.secrets, (secret) => ({ ...secret })),
    providers: mapValues(plan.providers, providerMeaning),
  };
}

function mapValues<T>(map: ReadonlyMap<string, T>, toValue: (item: T) => Value): ValueObject {
  return Object.fromEntries([...map].map(([name, item]) => [name, toValue(item)]));
}

function providerMeaning(provider: ProviderEntry): ValueObject {
  return {
    type: provider.type,
    config: provider.config,
    limits: withoutUndefined(provider.limits),
    polling: withoutUndefined(provider.polling),
  };
}

function migrationMeaning(migration: Migration, kind: Kind | undefined): ValueObject {
  const {
    forEach,
    options,
    description: _description,
    sharedTarget: _reason,
    inventory: _file,
    recipe,
    ...others
  } = migration;
  // Under the name that it has in the digests of all journals.
  const rest = { ...others, target: recipe };
  const meant = Object.entries(kind?.optionsMeaning?.(options) ?? options);
  return withoutUndefined({
    ...Object.fromEntries(meant.map(([name, value]) => [Object.hasOwn(rest, name) ? `options.${name}` : name, value])),
    ...rest,
    labels: rest.labels,
    needs: rest.needs.map(withoutUndefined),
    retry: { ...rest.retry },
    forEach: forEach === undefined ? undefined : unitsMeaning(forEach),
  });
}

/**
 * A list as it is; a map as its keys and values in turn, in the order of the keys, for their order in the plan decides
 * nothing. (An object of 100,000 members is slow to build, and slower to write.)
 */
function unitsMeaning(entries: readonly EachEntry[]): Value {
  const isList = entries.every(
    ({ key, value }) => value === key || (typeof value === 'number' && String(value) === key),
  );
  return isList
    ? entries.map(({ value }) => value)
    : { map: sortEntries(entries).flatMap(({ key, value }) => [key, value]) };
}

/** By UTF-16 code units; maps of very many keys are mostly in order already. */
function sortEntries(entries: readonly EachEntry[]): readonly EachEntry[] {
  const isSorted = entries.every(({ key }, index) => index === 0 || (entries[index - 1]?.key ?? '') < key);
  return isSorted ? entries : entries.toSorted((left, right) => (left.key < right.key ? -1 : 1));
}

/** Without the members that are undefined, whatever a plan calls them: `__proto__` is a member as well. */
function withoutUndefined(value: object): ValueObject {
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Value | undefined>>).filter(isDefinedEntry),
  );
}

function isDefinedEntry(entry: [string, Value | undefined]): entry is [string, Value] {
  return entry[1] !== undefined;
}
