import type { Clock, Random } from '../clock.ts';
import { ConnectedProviders } from '../connect/connect-providers.ts';
import { learnSecrets, type SecretValues } from '../connect/learn-secrets.ts';
import { neededSecrets } from '../connect/needed-secrets.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { assertInvariant } from '../errors.ts';
import { OUTSIDE_A_RUN } from '../limits/channel.ts';
import type { PlanHead } from '../plan/load/plan-head.ts';
import type { ProviderEntry } from '../plan/plan.ts';
import { readOnlyProvider } from '../preflight/read-only-provider.ts';
import type { Listing } from '../provider/listing.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderDefectError } from '../provider/provider-defect.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { redactError } from '../redact/redact-error.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import { defined } from '../value/defined.ts';
import { type Json, type JsonObject, resolveValue } from '../value/value.ts';
import { chooseRows, type RowPatterns } from './choose-rows.ts';
import { DiscoverError } from './discover-error.ts';
import type { Discovery } from './discovery.ts';
import { readArguments } from './read-arguments.ts';
import { MAX_ROWS, type ReadListing, readListing } from './read-listing.ts';

export interface DiscoverOptions extends RowPatterns, SecretValues {
  /** What the plan says of its connections; its migrations are not needed. */
  readonly head: PlanHead;
  readonly registry: ProviderRegistry;
  /** Alias of the connection that is asked. */
  readonly connection: string;
  /**
   * Name of the listing.
   *
   * @default the first one that the provider has
   */
  readonly listing?: string;
  /**
   * Where to look, as texts that may refer to secrets and inputs of the plan.
   *
   * @default nowhere beyond what the connection says
   */
  readonly arguments?: Readonly<Record<string, string>>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** After each page, with the number of rows so far. */
  readonly onPage?: (rows: number) => void;
}

/**
 * Lists what a connection of a plan shows, by reads alone and inside its limits. All of it or nothing: a page that cannot
 * be read ends it.
 *
 * @throws DiscoverError
 * @throws SecretsMissingError when a secret that the connection needs has no value
 * @throws SecretCommandsRefusedError when one that it needs comes from a command that was not run
 * @throws CredentialsError when the provider finds no credentials
 */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const found = findListing(options);
  const args = readArguments(options.arguments ?? {}, found, options.head);
  const redactor = new Redactor([], environmentSecrets(options.env));
  try {
    const needed = neededSecrets([found.entry.config, args], options.head);
    const secrets = await learnSecrets({ plan: options.head, needed, redactor }, options);
    const given = resolveValue(args, ({ path }) => secrets.get(path[1] ?? '') ?? null) as JsonObject;
    await using connected = await connectOne(found, secrets, options);
    redactor.alsoFrom(() => connected.secrets);
    const { rows, leftOut } = await readRows(found, { given, connected }, options);
    const cleaned = {
      rows: rows.map((row) => clean(row, redactor) as JsonObject),
      leftOut: leftOut.map(({ name, why }) => ({ name: redactor.value(name), why: redactor.value(why) })),
    };
    return describe(found, cleaned, options);
  } catch (error) {
    // Whatever it led to on the way, it is what ended the asking.
    if (options.signal.aborted) throw options.signal.reason;
    throw redactError(error, redactor);
  }
}

export interface FoundListing {
  readonly entry: ProviderEntry;
  readonly provider: Provider;
  readonly name: string;
  readonly listing: Listing;
}

function findListing({ head, registry, connection, listing: wanted }: DiscoverOptions): FoundListing {
  const entry = head.providers.get(connection);
  if (entry === undefined) throw unknownConnection(connection, [...head.providers.keys()]);
  const provider = registry.get(entry.type);
  assertInvariant(provider !== undefined, `the plan names known providers: ${entry.type}`);
  const { listings = {} } = provider;
  const names = Object.keys(listings);
  if (names.length === 0)
    throw new DiscoverError('DISCOVER_NOT_OFFERED', `${connection} cannot list what it has.`, {
      hint: `Providers of type ${entry.type} have no listings; write the inventory by hand.`,
    });
  const name = wanted ?? names[0] ?? '';
  const listing = Object.hasOwn(listings, name) ? listings[name] : undefined;
  if (listing !== undefined) return { entry, provider, name, listing };
  throw new DiscoverError('DISCOVER_LISTING_UNKNOWN', `${connection} has no listing ${JSON.stringify(name)}.`, {
    hint: didYouMean(name, names) ?? `It lists ${names.join(', ')}.`,
  });
}

function unknownConnection(alias: string, known: readonly string[]): DiscoverError {
  const hint = known.length === 0 ? 'The plan has no connections.' : `Its connections are ${known.join(', ')}.`;
  return new DiscoverError('DISCOVER_CONNECTION_UNKNOWN', `The plan has no connection ${JSON.stringify(alias)}.`, {
    hint: didYouMean(alias, known) ?? hint,
  });
}

function didYouMean(name: string, known: readonly string[]): string | undefined {
  const near = suggest(name, known);
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

async function connectOne(
  { entry, provider }: FoundListing,
  secrets: ReadonlyMap<string, string>,
  options: DiscoverOptions,
): Promise<ConnectedProviders> {
  const { clock, random, env, transport, signal, head } = options;
  const connecting = {
    plan: { providers: new Map([[entry.alias, entry]]), secrets: head.secrets },
    registry: new Map([[entry.type, readOnlyProvider(provider, signal)]]),
    secrets,
    env,
    transport,
    clock,
    random,
    stopping: signal,
    // A run may have called a moment ago.
    earlierCalls: 'until-now' as const,
    onThrottled: () => {},
  };
  const connected = new ConnectedProviders();
  await connected.connect(entry, connecting);
  connected.openChannels(connecting);
  return connected;
}

type ReadRows = Extract<ReadListing, { kind: 'read' }>;

async function readRows(
  { entry: { alias }, listing, name }: FoundListing,
  { given, connected }: { readonly given: JsonObject; readonly connected: ConnectedProviders },
  options: DiscoverOptions,
): Promise<ReadRows> {
  const connection = connected.byAlias.get(alias);
  assertInvariant(connection !== undefined, `the connection was opened: ${alias}`);
  const { channel, provider } = connection;
  let rowCount = 0;
  try {
    const read = await readListing(provider.listings?.[name] ?? listing, {
      arguments: given,
      // Pages overlap, and what was read for a row of one is not read again for the next.
      read: (operation, args) => channel.readShared(operation, args, OUTSIDE_A_RUN),
      isWanted: isWantedOf(listing, options),
      onPage: (rows) => {
        rowCount = rows;
        options.onPage?.(rows);
      },
    });
    if (read.kind === 'read') return read;
    if (read.kind === 'defect')
      throw new ProviderDefectError(alias, 'listing.readPage', new Error(`it gives ${read.fault}`));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const far = rowCount === 0 ? '' : ` after ${rowCount} rows`;
    throw new DiscoverError(
      'DISCOVER_FAILED',
      `The ${listing.title} of ${alias} could not be listed${far}: ${error.message}`,
      { cause: error, ...defined({ hint: error.hint }) },
    );
  }
  throw new DiscoverError('DISCOVER_TOO_MANY', `${alias} lists more than ${MAX_ROWS} ${listing.title}.`, {
    hint: 'Choose some of them with a pattern.',
  });
}

function isWantedOf(listing: Listing, patterns: RowPatterns): (name: string) => boolean {
  return chooseRows(patterns, listing.isInternal);
}

function describe(
  { entry, name, listing }: FoundListing,
  { rows, leftOut }: Pick<ReadRows, 'rows' | 'leftOut'>,
  options: DiscoverOptions,
): Discovery {
  const { title, columns, key } = listing;
  return {
    connection: entry.alias,
    listing: name,
    title,
    columns,
    key,
    name: listing.name ?? key,
    rows,
    leftOut,
    isWanted: isWantedOf(listing, options),
  };
}

/** A vendor can show a credential in a field that no document calls secret. */
function clean(value: Json, redactor: Redactor): Json {
  if (typeof value === 'string') return redactor.value(value);
  if (Array.isArray(value)) return value.map((item: Json) => clean(item, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, clean(child, redactor)]));
}
