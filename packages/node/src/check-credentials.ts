import {
  type Clock,
  CredentialsError,
  collectReferences,
  isJsonObject,
  type JsonObject,
  type Plan,
  type Provider,
  ProviderError,
  type ProviderErrorClass,
  type Random,
  Redactor,
  resolveValue,
  type SecretReader,
  type Transport,
  TransportError,
  type ValueObject,
} from '@waybill/core';
import { argumentsOf, type ProviderEntry } from '@waybill/core/internal';
import type { CompiledPlan } from './check-plan.ts';
import type { Environment } from './environment.ts';

/** What became of looking for, and trying, the credentials of one connection. */
export interface CredentialsCheck {
  /** The entry under `providers:`. */
  readonly alias: string;
  readonly result: CredentialsResult;
  /** Secret values of the credentials that were found, to search files for them: never to be shown. */
  readonly secrets: readonly string[];
}

/**
 * `secrets-missing`: not looked for, because the entry names secrets of the plan that have no value. `missing`: none were
 * found. `found`: they were not tried. `answered`: the API takes them. `failed`: a call with them was not answered as it
 * should be. `place` is where they are; undefined where the provider does not name it.
 */
export type CredentialsResult =
  | { readonly kind: 'secrets-missing'; readonly names: readonly string[] }
  | { readonly kind: 'missing'; readonly error: CredentialsError }
  | {
      readonly kind: 'found';
      readonly place: string | undefined;
      /**
       * `no-probe`: the provider has no call to try them with. `nothing-to-read`: no unit of the plan leads to a call that
       * only reads.
       */
      readonly because: 'asks-no-apis' | 'no-probe' | 'nothing-to-read';
    }
  | {
      readonly kind: 'answered';
      readonly place: string | undefined;
      readonly operation: string;
      /** In milliseconds since 1970; undefined where nothing says when they end. */
      readonly endAtMs: number | undefined;
      /** Whether a run gets new ones before they end. */
      readonly renews: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly place: string | undefined;
      /** An API that was not reached at all is `unreachable`. */
      readonly class: ProviderErrorClass;
      /** Without the secrets of the credentials. */
      readonly message: string;
      readonly hint: string | undefined;
    };

export interface CheckCredentialsOptions {
  readonly compiled: CompiledPlan;
  readonly readSecret: SecretReader;
  readonly env: Environment;
  readonly clock: Clock;
  readonly random: Random;
  /** Undefined: nothing is asked of any API. */
  readonly transport: Transport | undefined;
  readonly signal: AbortSignal;
}

interface Sources extends CheckCredentialsOptions {
  /** Values of the plan's secrets, as far as they are there. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** For each connection of the plan: where its credentials are, and whether its API takes them. Reads only. */
export async function checkCredentials(options: CheckCredentialsOptions): Promise<readonly CredentialsCheck[]> {
  const { plan, registry } = options.compiled;
  const sources: Sources = { ...options, secrets: knownSecrets(plan, options.readSecret) };
  const checks: CredentialsCheck[] = [];
  for (const entry of plan.providers.values()) {
    const provider = registry.get(entry.type);
    // Each of its calls has a login of its own, from the plan's secrets.
    if (entry.isAddressed === true) continue;
    if (provider !== undefined) checks.push({ alias: entry.alias, ...(await checkEntry(entry, provider, sources)) });
  }
  return checks;
}

/** One that cannot be read has no value: which, and why, is found out by reading it alone. */
function knownSecrets({ secrets }: Plan, readSecret: SecretReader): ReadonlyMap<string, string> {
  return new Map(
    [...secrets].flatMap(([name, source]) => {
      try {
        const text = readSecret(source);
        return text === undefined || text === '' ? [] : [[name, text] as const];
      } catch {
        return [];
      }
    }),
  );
}

async function checkEntry(
  entry: ProviderEntry,
  provider: Provider,
  sources: Sources,
): Promise<Omit<CredentialsCheck, 'alias'>> {
  const names = collectReferences(entry.config)
    .map(({ path }) => path[1] ?? '')
    .filter((name) => !sources.secrets.has(name));
  if (names.length > 0) return { result: { kind: 'secrets-missing', names }, secrets: [] };
  const config = fill(entry.config, sources.secrets);
  try {
    const search = { alias: entry.alias, config, env: sources.env };
    const { place, secrets = [] } = (await provider.findCredentials?.(search)) ?? {};
    const question = {
      entry,
      provider,
      config,
      place,
      redactor: new Redactor([...sources.secrets.values(), ...secrets]),
    };
    return { result: await askProvider(question, sources), secrets };
  } catch (error) {
    if (error instanceof CredentialsError) return { result: { kind: 'missing', error }, secrets: [] };
    throw error;
  }
}

interface Question {
  readonly entry: ProviderEntry;
  readonly provider: Provider;
  readonly config: JsonObject;
  readonly place: string | undefined;
  readonly redactor: Redactor;
}

/** How long one call may take before the API counts as out of reach. */
const CALL_TIMEOUT_MS = 20_000;

async function askProvider(question: Question, sources: Sources): Promise<CredentialsResult> {
  const { entry, provider, config, place, redactor } = question;
  const { transport, env, clock, random } = sources;
  if (transport === undefined) return { kind: 'found', place, because: 'asks-no-apis' };
  if (provider.probe === undefined) return { kind: 'found', place, because: 'no-probe' };
  const probe = findProbe(entry, provider, sources);
  if (probe === undefined) return { kind: 'found', place, because: 'nothing-to-read' };
  const { operation } = probe;
  try {
    await using session = await provider.connect({ alias: entry.alias, config, env, transport, clock, random });
    redactor.alsoFrom(() => session.secrets);
    const signal = AbortSignal.any([sources.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
    await session.call(operation, probe.arguments, { signal });
    const { credentialsEndAtMs: endAtMs, renewsCredentials: renews = false } = session;
    return { kind: 'answered', place, operation, endAtMs, renews };
  } catch (error) {
    sources.signal.throwIfAborted();
    return { kind: 'failed', place, ...faultOf(error, redactor) };
  }
}

function faultOf(
  error: unknown,
  redactor: Redactor,
): Pick<CredentialsResult & { kind: 'failed' }, 'class' | 'message' | 'hint'> {
  if (!(error instanceof ProviderError) && !(error instanceof TransportError)) throw error;
  return {
    class: error instanceof TransportError ? 'unreachable' : error.class,
    message: redactor.text(error.message),
    hint: error.hint === undefined ? undefined : redactor.text(error.hint),
  };
}

interface Probe {
  readonly operation: string;
  readonly arguments: JsonObject;
}

/** A call that only reads, made of the first unit whose arguments lead to one. */
function findProbe(entry: ProviderEntry, provider: Provider, { compiled, secrets }: Sources): Probe | undefined {
  for (const { steps } of compiled.graph.units) {
    for (const step of steps) {
      const args = step.provider === entry.alias ? argumentsOf(step) : undefined;
      const probe = args && provider.probe?.(args);
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
