import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { defined } from '../../value/defined.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import type { DeclaredLimits, DeclaredPolling, ProviderEntry } from '../plan.ts';
import { checkSchema } from '../schema/check-schema.ts';
import { findLiteralSecrets } from '../schema/find-literal-secrets.ts';
import type { Findings } from '../syntax/findings.ts';
import { readDurationMs, readInteger, readRate } from './read-plan-value.ts';

/** Keys that every provider's entry may have, whatever its own schema says. */
const COMMON_KEYS: ReadonlySet<string> = new Set(['type', 'limits', 'polling']);

/** `providers:`, inputs filled in → entries, each checked against the schema of its type. Unusable ones are left out. */
export function buildProviders(
  section: Value,
  registry: ProviderRegistry,
  findings: Findings,
): ReadonlyMap<string, ProviderEntry> {
  const entries = new Map<string, ProviderEntry>();
  for (const [alias, value] of Object.entries(isValueObject(section) ? section : {})) {
    if (!isValueObject(value) || typeof value.type !== 'string') continue;
    const provider = registry.get(value.type);
    if (provider === undefined) reportUnknownType(alias, value.type, registry, findings);
    else {
      checkEntry(alias, value, provider, findings);
      checkRegion(alias, value, provider, findings);
      entries.set(alias, buildEntry(alias, value.type, value, findings));
    }
  }
  return entries;
}

function reportUnknownType(alias: string, type: string, registry: ProviderRegistry, findings: Findings): void {
  const suggestion = suggest(type, registry.keys());
  findings.add({
    code: 'PLAN_UNKNOWN_PROVIDER_TYPE',
    path: ['providers', alias, 'type'],
    summary: `unknown provider type \`${shorten(type)}\``,
    detail: `Known types are ${[...registry.keys()].join(', ')}; \`--provider FILE\` adds those of a module of your own.`,
    hint: suggestion === undefined ? 'Write one of the known types.' : `did you mean \`${suggestion}\`?`,
  });
}

function checkEntry(alias: string, value: ValueObject, provider: Provider, findings: Findings): void {
  const schema = provider.configSchema;
  const path = ['providers', alias];
  for (const finding of checkSchema(value, schema, `provider type ${provider.type}`)) {
    const isCommon =
      finding.code === 'PLAN_UNKNOWN_KEY' && finding.path.length === 1 && COMMON_KEYS.has(String(finding.path[0]));
    if (!isCommon) findings.add({ ...finding, path: [...path, ...finding.path] });
  }
  for (const finding of findLiteralSecrets(value, schema))
    findings.add({ ...finding, path: [...path, ...finding.path] });
}

/** An endpoint of one's own says where the service is, whatever the region is called there. */
function checkRegion(
  alias: string,
  { region, endpoint }: ValueObject,
  { type, regions }: Provider,
  findings: Findings,
): void {
  if (regions === undefined || typeof region !== 'string' || endpoint !== undefined) return;
  if (regions.includes(region) || findings.hasErrorAt(['providers', alias, 'region'])) return;
  const suggestion = suggest(region, regions);
  findings.add({
    severity: 'warning',
    code: 'PLAN_UNKNOWN_REGION',
    path: ['providers', alias, 'region'],
    summary: `unknown region \`${shorten(region)}\``,
    detail: `The address of the service follows from the region, but this version does not know this region of ${type}.`,
    hint: suggestion === undefined ? `Known are ${regions.join(', ')}.` : `did you mean \`${suggestion}\`?`,
  });
}

function buildEntry(alias: string, type: string, value: ValueObject, findings: Findings): ProviderEntry {
  const config = Object.fromEntries(Object.entries(value).filter(([key]) => !COMMON_KEYS.has(key)));
  return {
    alias,
    type,
    config,
    limits: buildLimits(value.limits),
    polling: buildPolling(alias, value.polling, findings),
  };
}

function buildLimits(value: Value | undefined): DeclaredLimits {
  if (!isValueObject(value)) return {};
  const requests = readRate(value.requests);
  const inFlight = readInteger(value.in_flight);
  const active = readInteger(value.active);
  const activePerTarget = readInteger(value.active_per_target);
  const slices = readInteger(value.slices);
  return {
    ...defined({ requests, inFlight, active, activePerTarget, slices }),
  };
}

function buildPolling(alias: string, value: Value | undefined, findings: Findings): DeclaredPolling {
  if (!isValueObject(value)) return {};
  const path = ['providers', alias, 'polling'];
  const initialIntervalMs = readDurationMs(value.initial_interval, [...path, 'initial_interval'], findings);
  const maxIntervalMs = readDurationMs(value.max_interval, [...path, 'max_interval'], findings);
  return {
    ...defined({ initialIntervalMs, maxIntervalMs }),
  };
}
