import { isDeepStrictEqual } from 'node:util';
import { type ReadListing, readListing } from '../../discover/read-listing.ts';
import { findSchemaErrors } from '../../plan/schema/check-schema.ts';
import { validatorOf } from '../../plan/schema/schema-validator.ts';
import type { Listing } from '../../provider/listing.ts';
import type { ReadCall } from '../../provider/read-call.ts';
import { onlyReads } from './only-reads.ts';
import type { CompleteProvider, CompleteRule } from './provider-under-test.ts';
import { nameOf, thrownFrom, withSession } from './with-session.ts';

/** The second is kept where the samples say what the provider talks to. */
export const LISTING_RULES: readonly CompleteRule[] = [
  { promise: 'listings declare their columns, and which of them tells rows apart', faultsOf: declared },
  {
    promise: 'what is listed is read, by the given read alone, the same twice, as declared, and without secrets',
    faultsOf: listed,
  },
];

function each(
  { provider }: CompleteProvider,
  faultsOf: (listing: Listing, name: string) => readonly string[],
): readonly string[] {
  return Object.entries(provider.listings ?? {}).flatMap(([name, listing]) =>
    faultsOf(listing, name).map((fault) => `${name}: ${fault}`),
  );
}

function declared(under: CompleteProvider): readonly string[] {
  return each(under, ({ title, columns, key, name = key, argumentsSchema }, listing) => {
    const names = columns.map((column) => column.name);
    const twice = names.find((column, at) => names.indexOf(column) !== at);
    const sample = under.listings?.[listing] ?? {};
    return [
      ...(title.trim() === '' ? ['it has no title'] : []),
      ...(twice === undefined ? [] : [`two columns are named ${twice}`]),
      ...[key, name].filter((column) => !names.includes(column)).map((column) => `it has no column ${column}`),
      ...columns
        .filter(({ description }) => description.trim() === '')
        .map((column) => `${column.name} is not described`),
      ...(argumentsSchema === undefined
        ? []
        : findSchemaErrors(sample, validatorOf(argumentsSchema)).map(
            ({ path }) => `its sample breaks argumentsSchema at /${path.join('/')}`,
          )),
    ];
  });
}

async function listed(under: CompleteProvider): Promise<readonly string[]> {
  if (under.provider.listings === undefined) return [];
  return await withSession(under, async (open) => {
    const { session } = open;
    const { read, faults: misread } = onlyReads('a listing', open, under);
    const faults = new Set<string>();
    const secrets = [...(under.secrets ?? []), ...session.secrets];
    for (const [name, listing] of Object.entries(under.provider.listings ?? {}))
      for (const fault of await faultsOfRows(listing, { args: under.listings?.[name] ?? {}, read, secrets }))
        faults.add(`${name}: ${fault}`);
    return [...misread, ...faults];
  });
}

interface Asking {
  readonly args: NonNullable<CompleteProvider['listings']>[string];
  readonly read: ReadCall;
  readonly secrets: readonly string[];
}

async function faultsOfRows(listing: Listing, { args, read, secrets }: Asking): Promise<readonly string[]> {
  const found: ReadListing[] = [];
  for (let time = 0; time < 2; time += 1) {
    const error = await thrownFrom(async () => {
      found.push(await readListing(listing, { arguments: args, read, isWanted: () => true }));
    });
    if (error !== undefined) return [`it ends with ${nameOf(error)}`];
  }
  const [first, second] = found;
  if (first?.kind !== 'read') return [first?.kind === 'defect' ? `it gives ${first.fault}` : 'it has no end'];
  const shown = JSON.stringify(first.rows);
  return [
    ...(first.rows.length === 0 ? ['the backend has no row of it, so that nothing of it is tried'] : []),
    ...(isDeepStrictEqual(first, second) ? [] : ['two readings give other rows']),
    ...(secrets.some((secret) => secret !== '' && shown.includes(secret)) ? ['a row holds a secret'] : []),
  ];
}
