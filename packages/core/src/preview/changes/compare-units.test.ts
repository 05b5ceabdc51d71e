import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../value/canonical-json.ts';
import type { Json } from '../../value/value.ts';
import type { PreviewStep, PreviewUnit } from '../preview.ts';
import { compareUnits, pairUnits } from './compare-units.ts';
import { flatUnit } from './flat-unit.ts';
import type { FieldChange, UnitChanges } from './preview-changes.ts';

function compare(before: readonly PreviewUnit[], after: readonly PreviewUnit[]): UnitChanges {
  return compareUnits(pairUnits(before, after), before);
}

function setAt(value: Json, { path, ...change }: FieldChange): Json {
  const [name = '', ...rest] = path;
  if (Array.isArray(value))
    return value.map((item: Json, at) =>
      `${at}` !== name ? item : rest.length === 0 ? (change.after ?? null) : setAt(item, { ...change, path: rest }),
    );
  const { [name]: known = null, ...others } = value as Record<string, Json>;
  if (rest.length > 0) return { ...others, [name]: setAt(known, { ...change, path: rest }) };
  return change.after === undefined ? others : { ...others, [name]: change.after };
}

/** What the list of changes makes of the earlier units: by address what is left of each. */
function applyChanges(before: readonly PreviewUnit[], changes: UnitChanges): ReadonlyMap<string, string> {
  const names = new Map(changes.moved.map(({ from, to }) => [from, to]));
  const gone = new Set(changes.removed.map(({ address }) => address));
  const kept = before.filter(({ address }) => !gone.has(address));
  const fields = new Map(changes.changed.map((change) => [change.address, change.fields]));
  const made = kept.map((unit): [string, Json] => {
    const address = names.get(unit.address) ?? unit.address;
    return [address, (fields.get(address) ?? []).reduce<Json>(setAt, flatUnit(unit))];
  });
  const added = changes.added.map((unit): [string, Json] => [unit.address, flatUnit(unit)]);
  return new Map([...made, ...added].map(([address, unit]) => [address, canonicalJson(unit)]));
}

function meanings(units: readonly PreviewUnit[]): ReadonlyMap<string, string> {
  return new Map(units.map((unit) => [unit.address, canonicalJson(flatUnit(unit))]));
}

const anyFact = fc.record({ name: fc.constantFrom('address', 'index'), value: fc.constantFrom('a', 'b', '<key>') });
const anyPlace = fc.record(
  {
    label: fc.constantFrom('Redis', 'Cluster'),
    connection: fc.constant('it'),
    facts: fc.array(anyFact, { maxLength: 3 }),
  },
  { requiredKeys: ['label', 'facts'] },
);
const anyRequest = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  endpoint: fc.constant('https://x'),
  path: fc.constantFrom('/a', '/b'),
  query: fc.constant({}),
  body: fc.dictionary(fc.constantFrom('size', 'shards', 'list'), fc.oneof(fc.integer(), fc.array(fc.boolean()))),
});
const anySteps = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('check', 'create', 'wait', 'gate'),
    request: anyRequest,
    state: fc.constantFrom('pending', 'succeeded'),
  }),
  { selector: ({ name }) => name, maxLength: 4 },
);
const anyUnit = fc.record(
  {
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    level: fc.nat({ max: 2 }),
    steps: anySteps,
    from: anyPlace,
    to: anyPlace,
    row: fc.constantFrom('1', '2'),
  },
  { requiredKeys: ['key', 'level', 'steps'] },
);
const anyUnits = fc.uniqueArray(anyUnit, { selector: ({ key }) => key }).map((units) =>
  units.map(({ key, steps, ...rest }): PreviewUnit => {
    const address = `m[${key}]`;
    const ofSteps = steps.map(({ name, ...step }, at) => {
      const needs = at === 0 ? [] : [`${address}.${steps[at - 1]?.name}`];
      return {
        ...step,
        name,
        address: `${address}.${name}`,
        needs,
        kind: 'call',
        title: name,
      } as unknown as PreviewStep;
    });
    return { ...rest, address, migration: 'm', needs: [], state: 'pending', steps: ofSteps } as unknown as PreviewUnit;
  }),
);
/** The later units, some of them renamed from units that may be there or not. */
const anyLater = fc
  .tuple(anyUnits, fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('a', 'b', 'c', 'd', 'e')))
  .map(([units, names]) =>
    units.map((unit) => {
      const old = names[unit.address.slice(2, -1)];
      return old === undefined ? unit : { ...unit, formerly: [`m[${old}]`] };
    }),
  );

describe('the changes between units', () => {
  test('applied to the earlier units are the later ones', () => {
    fc.assert(
      fc.property(anyUnits, anyLater, (before, after) => {
        expect(applyChanges(before, compare(before, after))).toEqual(meanings(after));
      }),
    );
  });

  test('are none between units and the same units', () => {
    fc.assert(
      fc.property(anyLater, (units) => {
        const simulated = units.map((unit, at) => ({ ...unit, simulated: { starts_ms: at, ends_ms: at + 1 } }));
        expect(compare(units, simulated)).toEqual({
          added: [],
          removed: [],
          moved: [],
          changed: [],
          is_reordered: false,
        });
      }),
    );
  });

  test('do not depend on the order in which previews list units', () => {
    fc.assert(
      fc.property(anyUnits, anyUnits, (before, after) => {
        const { is_reordered: _order, ...changes } = compare(before.toReversed(), after);
        expect(compare(before, after.toReversed())).toMatchObject(changes);
      }),
    );
  });
});

const step = { name: 'create', kind: 'call', title: 't', provider: 'it', needs: [], always: false, state: 'pending' };
function unit(key: string, more: object = {}): PreviewUnit {
  const steps = [{ ...step, address: `m[${key}].create` }];
  return { address: `m[${key}]`, migration: 'm', level: 0, needs: [], state: 'pending', steps, ...more } as PreviewUnit;
}

test('a renamed unit is moved, and the unit that took its old address is new', () => {
  const changes = compare([unit('a'), unit('b')], [unit('a'), unit('c', { formerly: ['m[a]'] }), unit('b')]);
  expect(changes.moved).toEqual([{ from: 'm[a]', to: 'm[c]' }]);
  expect(changes.added.map(({ address }) => address)).toEqual(['m[a]']);
  expect([changes.removed, changes.changed]).toEqual([[], []]);
});

test('units in another order are the same units in another order', () => {
  const changes = compare([unit('a'), unit('b')], [unit('b'), unit('a')]);
  expect(changes).toEqual({ added: [], removed: [], moved: [], changed: [], is_reordered: true });
});

test('steps that one preview shows in outline are not compared by what the other one shows', () => {
  const whole = { ...step, address: 'm[a].create', fingerprint: 'x', request: { method: 'GET' } };
  const { changed } = compare([unit('a', { steps: [whole] })], [unit('a', { level: 1 })]);
  expect(changed.flatMap(({ fields }) => fields.map(({ path }) => path.join('.')))).toEqual(['level']);
});

test('a change says what it concerns', () => {
  const after = unit('a', {
    level: 1,
    state: 'succeeded',
    from: { label: 'Redis', facts: [{ name: 'address', value: 'x' }] },
  });
  const [change] = compare([unit('a')], [after]).changed;
  expect(change?.fields.map(({ path, concerns }) => [path.join('.'), concerns])).toEqual([
    ['level', 'order'],
    ['state', 'progress'],
    ['from', 'meaning'],
  ]);
});

test('a unit that is new or gone is listed without what its password would be', () => {
  const request = { method: 'POST', endpoint: 'x', path: '/', query: {}, body: { password: 'hunter' } };
  const steps = [{ ...step, address: 'm[a].create', request }];
  expect(JSON.stringify(compare([], [unit('a', { steps })]))).not.toContain('hunter');
});
