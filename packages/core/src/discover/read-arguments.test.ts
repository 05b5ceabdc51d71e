import { describe, expect, it } from 'vitest';
import type { PlanHead } from '../plan/load/plan-head.ts';
import type { Listing } from '../provider/listing.ts';
import { Reference } from '../value/value.ts';
import { DiscoverError } from './discover-error.ts';
import { readArguments } from './read-arguments.ts';

const head: PlanHead = {
  name: 'shop',
  inputs: { place: 'eu', port: 9200 },
  secrets: new Map([['password', { env: 'PASSWORD' }]]) as unknown as PlanHead['secrets'],
  providers: new Map(),
};
const listing: Listing = {
  title: 'indices',
  columns: [],
  key: 'name',
  argumentsSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['endpoint'],
    properties: {
      endpoint: { type: 'string' },
      port: { type: 'integer' },
      ratio: { type: 'number' },
      hidden: { type: 'boolean' },
      name: { type: ['string', 'integer'] },
      password: { type: 'string', 'x-secret': true },
    },
  },
  readPage: async () => ({ rows: [] }),
};

function read(given: Readonly<Record<string, string>>, of: Listing = listing) {
  return readArguments(given, { listing: of, entry: { alias: 'es' } }, head);
}

function refusal(given: Readonly<Record<string, string>>, of?: Listing): DiscoverError {
  try {
    read(given, of);
  } catch (error) {
    if (error instanceof DiscoverError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const endpoint = 'http://es';

describe('readArguments', () => {
  it('gives each text the type that the listing declares, and leaves texts that may be texts', () => {
    expect(read({ endpoint: '1', port: '9200', ratio: '-0.5', hidden: 'false', name: '7' })).toEqual({
      endpoint: '1',
      port: 9200,
      ratio: -0.5,
      hidden: false,
      name: '7',
    });
  });

  it('fills in inputs, and leaves references to secrets', () => {
    const values = read({
      endpoint: 'http://${{ inputs.place }}',
      port: '${{ inputs.port }}',
      password: '${{ secrets.password }}',
    });
    expect(values).toMatchObject({ endpoint: 'http://eu', port: 9200 });
    expect(values['password']).toBeInstanceOf(Reference);
  });

  it.each([
    [{ endpoint, port: 'many' }, /port/],
    [{ endpoint, hidden: 'yes' }, /hidden/],
    [{}, /endpoint/],
    [{ endpoint, place: 'x' }, /place/],
    [{ endpoint: '${{ inputs.plce }}' }, /endpoint: the plan does not have .*inputs\.plce/],
    [{ endpoint: '${{ each.key }}' }, /the plan does not have .*each\.key/],
    [{ endpoint: '${{ secrets.password.more }}' }, /^endpoint: /],
    [{ endpoint: '${{ inputs.place' }, /^endpoint: /],
  ])('refuses with one error: %j', (given: Readonly<Record<string, string>>, message) => {
    const error = refusal(given);
    expect([error.code, error.message]).toEqual(['DISCOVER_ARGUMENT', expect.stringMatching(message)]);
  });

  it('says what was probably meant, and how a secret is given', () => {
    expect(refusal({ endpoint: '${{ inputs.plce }}' }).hint).toBe('did you mean `inputs.place`?');
    expect(refusal({ endpoint: '${{ each.key }}' }).hint).toBe('Only secrets and inputs of the plan are known here.');
    const literal = refusal({ endpoint, password: 'hunter2' });
    expect(literal.hint).toContain('${{ secrets.name }}');
    expect(`${literal.message} ${literal.hint}`).not.toContain('hunter2');
  });

  it('takes none where the listing declares none', () => {
    const { argumentsSchema: _schema, ...bare } = listing;
    expect(read({}, bare)).toEqual({});
    expect(refusal({ endpoint }, bare).code).toBe('DISCOVER_ARGUMENT');
  });
});
