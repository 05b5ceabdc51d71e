import { suggest } from '../../diagnostics/suggest.ts';
import type { Cutover, Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { defined } from '../../value/defined.ts';
import { isTextual } from '../../value/fill-references.ts';
import { isDeferred, isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import { findTarget } from '../expand/find-target.ts';
import type { Migration, Need, ProviderEntry } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import type { PlanDocument } from '../syntax/read-document.ts';
import { buildForEach } from './build-for-each.ts';
import {
  DEFAULT_RETRY,
  DEFAULT_TIMEOUT_MS,
  readDurationMs,
  readInteger,
  readOnFailure,
  readRetry,
} from './read-plan-value.ts';

export interface MigrationContext {
  readonly document: PlanDocument;
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  readonly registry: ProviderRegistry;
  readonly findings: Findings;
  readonly fillInputs: (value: Value) => Value;
}

/**
 * `migrations:` → data, defaults applied and inputs filled in. A migration without a usable `uses` or `with` is left out
 * and reported. `aliases` are all providers that the plan declares, usable or not.
 */
export function buildMigrations(
  context: MigrationContext,
  aliases: ReadonlySet<string>,
): ReadonlyMap<string, Migration> {
  const { root } = context.document;
  const defaults = readDefaults(root.defaults, context.findings);
  const migrations = new Map<string, Migration>();
  for (const [name, entry] of Object.entries(isValueObject(root.migrations) ? root.migrations : {})) {
    if (!isValueObject(entry) || typeof entry.uses !== 'string') continue;
    const uses = resolveUses(name, entry.uses, context, aliases);
    if (uses === undefined) continue;
    checkOptions(name, entry, uses, context.findings);
    const filled = context.fillInputs(entry.with ?? null);
    if (isValueObject(filled)) migrations.set(name, buildMigration({ name, entry, uses, filled }, defaults, context));
  }
  return migrations;
}

type Defaults = Pick<Migration, 'timeoutMs' | 'retry' | 'onFailure'>;

function readDefaults(value: Value | undefined, findings: Findings): Defaults {
  const given = isValueObject(value) ? value : {};
  return {
    timeoutMs: readDurationMs(given.timeout, ['defaults', 'timeout'], findings) ?? DEFAULT_TIMEOUT_MS,
    retry: readRetry(given.retry, DEFAULT_RETRY, ['defaults', 'retry'], findings),
    onFailure: readOnFailure(given.on_failure) ?? 'continue',
  };
}

interface Uses {
  readonly alias: string;
  readonly target: string;
  readonly found: Kind | Operation;
}

/** `search.index-migration` → provider and kind; undefined after reporting what is not known. */
function resolveUses(
  name: string,
  uses: string,
  context: MigrationContext,
  aliases: ReadonlySet<string>,
): Uses | undefined {
  const dot = uses.indexOf('.');
  const alias = uses.slice(0, Math.max(0, dot));
  const target = uses.slice(dot + 1);
  if (dot === -1) return undefined; // The shape check has reported it.
  const entry = context.providers.get(alias);
  const provider = entry === undefined ? undefined : context.registry.get(entry.type);
  if (provider === undefined) {
    if (!aliases.has(alias)) reportUnknownProvider(name, alias, aliases, context.findings);
    return undefined;
  }
  const found = findTarget(provider, target);
  if (found !== undefined) return { alias, target, found };
  const known = [...Object.keys(provider.kinds), ...Object.keys(provider.operations)];
  const suggestion = suggest(target, known);
  context.findings.add({
    code: 'PLAN_UNKNOWN_KIND',
    path: ['migrations', name, 'uses'],
    summary: `unknown kind or operation \`${target.slice(0, 60)}\``,
    detail: `Provider type ${provider.type} has no kind or operation of this name.${listNames(known)}`,
    hint:
      suggestion === undefined ? 'Write one of these names after the dot.' : `did you mean \`${alias}.${suggestion}\`?`,
  });
  return undefined;
}

function listNames(names: readonly string[]): string {
  return ` It has ${names.slice(0, 24).join(', ')}${names.length > 24 ? ` and ${names.length - 24} more` : ''}.`;
}

function reportUnknownProvider(name: string, alias: string, aliases: ReadonlySet<string>, findings: Findings): void {
  const suggestion = suggest(alias, aliases);
  findings.add({
    code: 'PLAN_UNKNOWN_PROVIDER',
    path: ['migrations', name, 'uses'],
    summary: `unknown provider \`${alias.slice(0, 60)}\``,
    detail: 'The name before the dot in `uses` is an alias declared under `providers:`.',
    hint:
      suggestion === undefined
        ? `Declare \`${alias.slice(0, 60)}\` under \`providers:\`.`
        : `did you mean \`${suggestion}\`?`,
  });
}

/** Keys of a migration that only some kinds understand. */
function checkOptions(name: string, entry: ValueObject, uses: Uses, findings: Findings): void {
  const isKind = 'withSchema' in uses.found;
  const understood: readonly string[] = 'withSchema' in uses.found ? uses.found.options : ['wait'];
  for (const option of ['cutover', 'cleanup', 'wait']) {
    if (entry[option] === undefined || understood.includes(option)) continue;
    findings.add({
      code: 'PLAN_OPTION_NOT_FOR_KIND',
      path: ['migrations', name, option],
      at: 'key',
      summary: `\`${option}\` has no meaning here`,
      detail: isKind
        ? `The kind ${uses.alias}.${uses.target} ${understood.length === 0 ? 'takes no options' : `takes ${understood.join(' and ')} only`}.`
        : `${uses.alias}.${uses.target} is a single operation; of the options it takes \`wait\` only.`,
      hint: `Remove \`${option}\`.`,
    });
  }
}

interface Readable {
  readonly name: string;
  readonly entry: ValueObject;
  readonly uses: Uses;
  /** `with:`, inputs filled in. */
  readonly filled: ValueObject;
}

function buildMigration(readable: Readable, defaults: Defaults, context: MigrationContext): Migration {
  const { name, entry, uses, filled } = readable;
  const { findings, fillInputs } = context;
  const path = ['migrations', name];
  return {
    name,
    description: typeof entry.description === 'string' ? entry.description : '',
    provider: uses.alias,
    target: uses.target,
    labels: readLabels(entry.labels, fillInputs),
    forEach: buildForEach(name, entry.for_each, context),
    needs: readNeeds(entry.needs, fillInputs),
    with: filled,
    cutover: readCutover(entry.cutover, [...path, 'cutover'], context),
    cleanup: entry.cleanup === 'keep' || entry.cleanup === 'delete' ? entry.cleanup : undefined,
    wait: entry.wait !== false,
    timeoutMs: readDurationMs(entry.timeout, [...path, 'timeout'], findings) ?? defaults.timeoutMs,
    retry: readRetry(entry.retry, defaults.retry, [...path, 'retry'], findings),
    onFailure: readOnFailure(entry.on_failure) ?? defaults.onFailure,
    sharedTarget: typeof entry.shared_target === 'string' ? entry.shared_target : undefined,
  };
}

function readLabels(value: Value | undefined, fillInputs: (value: Value) => Value): Readonly<Record<string, string>> {
  const filled = fillInputs(value ?? {});
  const entries = Object.entries(isValueObject(filled) ? filled : {});
  return Object.fromEntries(entries.map(([label, text]) => [label, textOf(text)]));
}

/** A scalar, or a reference that is not known yet, as text; anything else was reported by the shape check. */
function textOf(value: Value): string {
  return isTextual(value) || isDeferred(value) ? value.toString() : '';
}

/** A need that cannot be read is left out: the shape check has reported it. Keys keep references to `each` as text. */
function readNeeds(value: Value | undefined, fillInputs: (value: Value) => Value): readonly Need[] {
  return textsOf(value, fillInputs).flatMap((text) => {
    const match = /^([A-Za-z][A-Za-z0-9_-]*)(?:\[(.+)\])?$/s.exec(text);
    return match === null ? [] : [{ migration: match[1] ?? '', key: match[2] }];
  });
}

function textsOf(value: Value | undefined, fillInputs: (value: Value) => Value): readonly string[] {
  const filled = fillInputs(value ?? []);
  return Array.isArray(filled) ? filled.map((item: Value) => textOf(item)) : [];
}

/** Addresses keep references to `each` as text, until the unit is known. */
function readCutover(
  value: Value | undefined,
  path: readonly string[],
  context: MigrationContext,
): Cutover | undefined {
  if (!isValueObject(value)) return undefined;
  const { mode } = value;
  if (mode !== 'none' && mode !== 'manual' && mode !== 'exchange-ip') return undefined;
  const addresses = value.exchanged_ip === undefined ? undefined : textsOf(value.exchanged_ip, context.fillInputs);
  return {
    mode,
    maxLag: readInteger(value.max_lag) ?? 0,
    lagForMs: readDurationMs(value.lag_for, [...path, 'lag_for'], context.findings) ?? 0,
    ...defined({ exchangedIp: addresses }),
    ...(typeof value.is_exchange_domain === 'boolean' ? { isExchangeDomain: value.is_exchange_domain } : {}),
  };
}
