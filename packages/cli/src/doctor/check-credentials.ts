import {
  CredentialsError,
  collectReferences,
  type Graph,
  isJsonObject,
  type JsonObject,
  type Plan,
  type Provider,
  ProviderError,
  type ProviderRegistry,
  Redactor,
  resolveValue,
  type Transport,
  TransportError,
  type ValueObject,
} from '@waybill/core';
import type { ProviderEntry } from '@waybill/core/internal';
import { systemClock, systemRandom } from '@waybill/node';
import type { CliIo } from '../cli-io.ts';
import { describeCredentialsEnd } from './describe-credentials-end.ts';
import type { Finding } from './finding.ts';

export interface CheckCredentialsOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** Values of the plan's secrets, as far as they are there. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Undefined: nothing is asked of any API. */
  readonly transport: Transport | undefined;
  readonly io: CliIo;
}

export interface CheckedCredentials {
  readonly findings: readonly Finding[];
  /** Secret values of the credentials that were found. */
  readonly values: readonly string[];
}

/** For each provider of the plan: where its credentials are, and whether its API takes them. */
export async function checkCredentials(options: CheckCredentialsOptions): Promise<CheckedCredentials> {
  const findings: Finding[] = [];
  const values: string[] = [];
  for (const entry of options.plan.providers.values()) {
    const provider = options.registry.get(entry.type);
    if (provider === undefined) continue;
    const checked = await checkProvider(entry, provider, options);
    findings.push(checked.finding);
    values.push(...checked.values);
  }
  return { findings, values };
}

interface CheckedProvider {
  readonly finding: Finding;
  readonly values: readonly string[];
}

async function checkProvider(
  entry: ProviderEntry,
  provider: Provider,
  options: CheckCredentialsOptions,
): Promise<CheckedProvider> {
  const missing = collectReferences(entry.config)
    .map(({ path }) => path[1] ?? '')
    .filter((name) => !options.secrets.has(name));
  if (missing.length > 0) {
    const detail = `not looked for: ${missing.join(', ')} of the plan has no value`;
    const fix = 'Give the secrets of the plan their values first.';
    return { finding: { area: 'credentials', level: 'error', subject: entry.alias, detail, fix }, values: [] };
  }
  const config = fill(entry.config, options.secrets);
  try {
    const search = { alias: entry.alias, config, env: options.io.env };
    const { place = 'a place that the provider does not name', secrets = [] } =
      (await provider.findCredentials?.(search)) ?? {};
    const finding = await askProvider({ entry, provider, config, place, redactor: new Redactor(secrets) }, options);
    return { finding, values: secrets };
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    const { message: detail, hint: fix = 'Set them, or give credentials in the provider.' } = error;
    return { finding: { area: 'credentials', level: 'error', subject: entry.alias, detail, fix }, values: [] };
  }
}

interface Question {
  readonly entry: ProviderEntry;
  readonly provider: Provider;
  readonly config: JsonObject;
  readonly place: string;
  readonly redactor: Redactor;
}

/** How long one call may take before the API counts as out of reach. */
const CALL_TIMEOUT_MS = 20_000;

async function askProvider(question: Question, options: CheckCredentialsOptions): Promise<Finding> {
  const { entry, provider, config, place, redactor } = question;
  const { transport, io } = options;
  const found = { area: 'credentials', subject: entry.alias } as const;
  if (transport === undefined) return { ...found, level: 'ok', detail: `${place}; not tried, because of --offline` };
  const probe = findProbe(entry, provider, options);
  if (probe === undefined) {
    const detail = `${place}; not tried, because no unit of the plan leads to a call that only reads`;
    return { ...found, level: 'ok', detail };
  }
  try {
    const connecting = { alias: entry.alias, config, env: io.env, transport, clock: systemClock, random: systemRandom };
    await using session = await provider.connect(connecting);
    redactor.alsoFrom(() => session.secrets);
    await session.call(probe.operation, probe.arguments, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
    return {
      ...found,
      level: 'ok',
      detail: `${place}; ${probe.operation} was answered${describeCredentialsEnd(session)}`,
    };
  } catch (error) {
    return { ...found, ...describeFault(error, place, redactor) };
  }
}

function describeFault(error: unknown, place: string, redactor: Redactor): Pick<Finding, 'level' | 'detail' | 'fix'> {
  if (!(error instanceof ProviderError) && !(error instanceof TransportError)) throw error;
  const message = redactor.text(error.message);
  const hint = error.hint === undefined ? undefined : redactor.text(error.hint);
  if (error instanceof TransportError || error.class === 'transient' || error.class === 'unreachable') {
    const fix = hint ?? 'Check the endpoint, name resolution, firewall and proxy.';
    return { level: 'error', detail: `${place}; the API cannot be reached: ${message}`, fix };
  }
  if (error.class === 'unusable') {
    const fix = hint ?? 'Check the endpoint, its certificate, and the clock of this machine.';
    return { level: 'error', detail: `${place}; the API cannot be used: ${message}`, fix };
  }
  if (error.class === 'forbidden') {
    const fix = hint ?? 'Grant the permission that the message names.';
    return { level: 'warning', detail: `${place}; accepted, but a permission is missing: ${message}`, fix };
  }
  if (error.class === 'unauthorized' || error.class === 'expired') {
    const fix = hint ?? 'Check the key, its user and its rights.';
    return { level: 'error', detail: `${place}; refused: ${message}`, fix };
  }
  if (error.class === 'throttled' || error.class === 'busy') {
    return { level: 'ok', detail: `${place}; accepted, although the API is busy` };
  }
  const fix = hint ?? 'The credentials were accepted; check what the call names, and the rights of their user.';
  return { level: 'warning', detail: `${place}; the API answered: ${message}`, fix };
}

interface Probe {
  readonly operation: string;
  readonly arguments: JsonObject;
}

/** A call that only reads, made of the first unit whose arguments lead to one. */
function findProbe(
  entry: ProviderEntry,
  provider: Provider,
  { graph, secrets }: CheckCredentialsOptions,
): Probe | undefined {
  for (const { steps } of graph.units) {
    for (const step of steps) {
      if (step.provider !== entry.alias || !('arguments' in step)) continue;
      const probe = provider.probe?.(step.arguments);
      const isKnown = collectReferences(probe?.arguments ?? {}).every(({ path }) => secrets.has(path[1] ?? ''));
      if (probe !== undefined && isKnown) return { ...probe, arguments: fill(probe.arguments, secrets) };
    }
  }
  return undefined;
}

function fill(value: ValueObject, secrets: ReadonlyMap<string, string>): JsonObject {
  const filled = resolveValue(value, (reference) => secrets.get(reference.path[1] ?? '') ?? null);
  return isJsonObject(filled) ? filled : {};
}
