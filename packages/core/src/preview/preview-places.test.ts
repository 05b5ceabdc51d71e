import { expect, it } from 'vitest';
import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Unit } from '../plan/plan.ts';
import type { DescribeMovement } from '../provider/movement.ts';
import { Interpolation, Reference, type ValueObject } from '../value/value.ts';
import { previewPlaces } from './preview-places.ts';

function placesOf(describe: DescribeMovement | undefined, values: ValueObject = {}, group = 'kinds') {
  const provider = { kinds: {}, operations: {}, [group]: { move: describe === undefined ? {} : { describe } } };
  const unit = { migration: { provider: 'it', recipe: 'move' }, with: values };
  return previewPlaces(unit as unknown as Unit, new Map([['it', { provider } as unknown as PlannedProvider]]));
}

it.each(['kinds', 'operations'])('are what the unit’s entry of %s says of its values and its connection', (group) => {
  const describe: DescribeMovement = (values, connection) => ({
    from: { label: 'A', facts: [{ name: 'index', value: values['index'] }] },
    to: { label: 'B', connection, facts: [] },
  });
  expect(placesOf(describe, { index: 'orders' }, group)).toEqual({
    from: { label: 'A', facts: [{ name: 'index', value: 'orders' }] },
    to: { label: 'B', connection: 'it', facts: [] },
  });
});

it('are left out where nothing is said', () => {
  expect(placesOf(undefined)).toEqual({});
  expect(placesOf(() => ({}))).toEqual({});
  expect(placesOf(() => ({ to: { label: 'B', facts: [] } }))).toEqual({ to: { label: 'B', facts: [] } });
});

it('show every value as a text, what is known later as its reference, and no password of an address', () => {
  const secret = new Reference(['secrets', 'pw']);
  const values = {
    port: 9200,
    nodes: ['a:1', null, 'b:2'],
    later: new Reference(['migrations', 'm', 'outputs', 'index']),
    url: 'http://me:hunter2@host:9200',
    built: new Interpolation(['http://me:', secret, '@host']),
    none: null,
    empty: [],
  };
  const names = [...Object.keys(values), 'missing'];
  const shown = placesOf(
    (given) => ({ from: { label: 'A', facts: names.map((name) => ({ name, value: given[name] })) } }),
    values,
  );
  const facts = Object.fromEntries((shown.from?.facts ?? []).map(({ name, value }) => [name, value]));
  expect(Object.keys(facts)).toEqual(['port', 'nodes', 'later', 'url', 'built']);
  expect(facts).toMatchObject({ port: '9200', nodes: 'a:1, b:2', later: '${{ migrations.m.outputs.index }}' });
  expect(JSON.stringify(facts)).not.toContain('hunter2');
});
