import {
  type Diagnostic,
  type Discovery,
  defined,
  type ProviderRegistry,
  type RowPatterns,
  type Transport,
} from '@waybill/core';
import { discover as discoverRows, loadConnections, type PlanHead } from '@waybill/core/internal';
import { builtInRegistry } from './built-in-registry.ts';
import type { CheckPlanOptions } from './check-plan.ts';
import { commandRunner } from './command-runner.ts';
import { createHostTransport } from './create-host-transport.ts';
import { DEFAULT_PLAN_FILE } from './default-plan-file.ts';
import { type SurroundingsOptions, surroundingsOf } from './surroundings.ts';

/** What the connections of a plan are read with. `readFile` reads the values of `environment`. */
export type ConnectionsOptions = Pick<CheckPlanOptions, 'file' | 'variables' | 'environment' | 'readFile' | 'registry'>;

export interface DiscoverPlanOptions extends SurroundingsOptions, RowPatterns, ConnectionsOptions {
  /** Alias of the connection that is asked. */
  readonly connection: string;
  /**
   * What it is asked for: `instances`.
   *
   * @default the first listing of its provider
   */
  readonly listing?: string;
  /**
   * Where it looks, as texts that may refer to secrets and inputs of the plan: `${{ secrets.es_source }}`.
   *
   * @default nowhere beyond what the connection says
   */
  readonly arguments?: Readonly<Record<string, string>>;
  /**
   * How requests are sent; it stays yours to dispose.
   *
   * @default undici
   */
  readonly transport?: Transport;
  /**
   * Runs the commands of secrets that the connection needs. Without it, one that needs such is refused.
   *
   * @default false
   */
  readonly allowsSecretCommands?: boolean;
  /** Ends the asking: the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** After each page, with the number of rows so far. */
  readonly onPage?: (rows: number) => void;
}

/** The connections of the plan are wrong exactly when there is no discovery. */
export interface PlanDiscovery {
  readonly discovery: Discovery | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that they are about, by the names that they give them. */
  readonly sources: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * Lists what a connection of a plan has, by reads alone, inside its limits, and with the credentials of a run: rows for an
 * inventory. Of the plan only inputs, secrets and providers are read, so that its inventories may be missing yet.
 *
 * @throws DiscoverError when it cannot be asked, or not to the end
 * @throws SecretsMissingError when a secret that it needs has no value
 * @throws CredentialsError when no credentials are found
 * @example
 * ```ts
 * const { discovery } = await discover(text, { connection: 'cache', match: ['sessions-*'] });
 * console.log(discovery?.rows.length);
 * ```
 */
export async function discover(text: string | Uint8Array, options: DiscoverPlanOptions): Promise<PlanDiscovery> {
  const { transport: given, signal = new AbortController().signal } = options;
  const { registry, head, ...loaded } = load(text, options);
  if (head === undefined) return { discovery: undefined, ...loaded };
  const surroundings = surroundingsOf(options);
  const { clock, random, env, readSecret, cwd } = surroundings;
  await using own = createHostTransport({ env, cwd });
  const { connection, listing, arguments: args, match, exclude, onPage } = options;
  const discovery = await discoverRows({
    head,
    registry,
    connection,
    transport: given ?? own,
    clock,
    random,
    env,
    readSecret,
    ...commandRunner(surroundings, { allowsSecretCommands: options.allowsSecretCommands, signal }),
    signal,
    ...defined({ listing, arguments: args, match, exclude, onPage }),
  });
  return { discovery, ...loaded };
}

/** A connection of a plan that can be asked what it has. */
export interface DiscoverableConnection {
  readonly connection: string;
  /** The first one is asked for when none is named. */
  readonly listings: readonly { readonly name: string; readonly title: string }[];
}

/** Which connections of a plan `discover` can ask, and for what. Asks nothing; none where the plan cannot be read. */
export function listDiscoverable(
  text: string | Uint8Array,
  options: ConnectionsOptions = {},
): readonly DiscoverableConnection[] {
  const { head, registry } = load(text, options);
  return [...(head?.providers.values() ?? [])].flatMap(({ alias, type }) => {
    const listings = Object.entries(registry.get(type)?.listings ?? {}).map(([name, { title }]) => ({ name, title }));
    return listings.length === 0 ? [] : [{ connection: alias, listings }];
  });
}

interface Connections extends Omit<PlanDiscovery, 'discovery'> {
  readonly head: PlanHead | undefined;
  readonly registry: ProviderRegistry;
}

function load(text: string | Uint8Array, options: ConnectionsOptions): Connections {
  const { file = DEFAULT_PLAN_FILE, variables = {}, registry = builtInRegistry, environment, readFile } = options;
  const { head, diagnostics, files } = loadConnections(text, {
    file,
    registry,
    variables,
    ...defined({ environment, readFile }),
  });
  return { head, registry, diagnostics, sources: new Map([...files, [file, text]]) };
}
