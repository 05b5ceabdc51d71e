import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';

function plan(parts: { readonly inputs?: string; readonly forEach: string; readonly id: string }): string {
  return `version: 1
name: numbers
${parts.inputs === undefined ? '' : `inputs: ${parts.inputs}`}
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  tasks:
    uses: search.index-migration
    for_each: ${parts.forEach}
    with:
      InstanceId: a
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a, username: "${parts.id}" }
`;
}

/** Where the text is. */
interface Filled {
  readonly sourceCluster: { readonly username: string };
}

function compile(text: string, variables: Readonly<Record<string, string>> = {}) {
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry, variables });
  const found = diagnostics.map(({ severity, code, range }) => `${severity} ${code} ${range?.start.line}`);
  return {
    found,
    diagnostics,
    ids: compiled?.graph.units.map(({ unit }) => (unit.with as never as Filled).sourceCluster.username),
  };
}

/** Every way in which a number or a boolean can be written, the ones that read as they are written among them. */
const forms = fc.oneof(
  fc.stringMatching(/^[-+]?0{0,2}[1-9][0-9]{0,5}(\.[0-9]{1,4}0{0,2})?$/),
  fc.stringMatching(/^[1-9](\.[0-9])?[eE][+-]?[1-9]$/),
  fc.stringMatching(/^0x[0-9a-fA-F]{1,4}$/),
  fc.stringMatching(/^0o[0-7]{1,4}$/),
  fc.stringMatching(/^\.[0-9]{1,3}$/),
  fc.constantFrom('True', 'TRUE', 'true', 'false', '-0', '0', '1_000', '12:30', '2024-01-31', 'no', 'on', '5.'),
);

describe('what for_each brings into a text', () => {
  test('is in it exactly as it is written, or is an error', () => {
    const seen = { kept: 0, refused: 0 };
    fc.assert(
      fc.property(forms, fc.constantFrom('{ zip: N }', '{ zip: &a N, more: *a }'), (written, entry) => {
        const text = plan({ forEach: `{ a: ${entry.replace('N', written)} }`, id: 'z${{ each.value.zip }}' });
        const { ids, found } = compile(text);
        seen[ids === undefined ? 'refused' : 'kept'] += 1;
        if (ids === undefined)
          expect(found.filter((line) => line.startsWith('error'))).toEqual(['error PLAN_NUMBER_FORM 8']);
        else expect(ids).toEqual([`z${written}`]);
      }),
      { numRuns: 400 },
    );
    expect(Math.min(seen.kept, seen.refused)).toBeGreaterThan(20);
  });

  test.each([
    ['the value itself', { forEach: '{ a: 02142 }', id: 'z${{ each.value }}' }],
    ['through an alias of the whole map', { forEach: '{ a: &x { zip: 02142 }, b: *x }', id: 'z${{ each.value.zip }}' }],
    ['through a merge key', { forEach: '{ a: { <<: { zip: 02142 } } }', id: 'z${{ each.value.zip }}' }],
    ['deep inside', { forEach: '{ a: { place: { zip: 02142 } } }', id: 'z${{ each.value.place.zip }}' }],
  ])('%s', (_way, parts) => {
    const { ids, found } = compile(plan(parts));
    expect(ids).toBeUndefined();
    expect(new Set(found)).toEqual(new Set(['error PLAN_NUMBER_FORM 8']));
  });

  test('is fine in quotes, and a merged value that is replaced does not count', () => {
    expect(compile(plan({ forEach: '{ a: { zip: "02142" } }', id: 'z${{ each.value.zip }}' })).ids).toEqual(['z02142']);
    const merged = plan({ forEach: '{ a: { <<: { zip: 02142 }, zip: "1" } }', id: 'z${{ each.value.zip }}' });
    expect(compile(merged)).toMatchObject({ ids: ['z1'], found: [] });
  });

  test('only warns where no text takes it over', () => {
    const text = plan({ forEach: '{ a: { ratio: 1.10 } }', id: 'z${{ each.key }}' });
    expect(compile(text)).toMatchObject({ ids: ['za'], found: ['warning PLAN_NUMBER_FORM 8'] });
  });
});

describe('an input', () => {
  const inputs = '{ n: { type: number, default: 010 } }';

  test('of type number keeps its digits in a text, or is refused', () => {
    expect(compile(plan({ inputs, forEach: '[a]', id: 'z${{ inputs.n }}' })).found).toEqual([
      'error PLAN_NUMBER_FORM 3',
    ]);
    expect(
      compile(plan({ inputs, forEach: '{ a: { n: "${{ inputs.n }}" } }', id: 'z${{ each.value.n }}' })).ids,
    ).toBeUndefined();
    expect(compile(plan({ inputs, forEach: '[a]', id: 'z${{ inputs.n }}' }), { n: '10' }).ids).toEqual(['z10']);
    expect(compile(plan({ inputs, forEach: '[a]', id: 'z${{ inputs.n }}' }), { n: '1.10' }).found).toEqual([
      'error PLAN_NUMBER_FORM 3',
    ]);
  });

  test('may be written in any form where no text takes it over', () => {
    expect(compile(plan({ inputs, forEach: '[a]', id: 'z' })).ids).toEqual(['z']);
  });
});

test('settings and mappings warn, and a field that wants text says to put it in quotes', () => {
  const text = `version: 1
name: numbers
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  orders:
    uses: search.index-migration
    for_each: { a: { year: 2024 } }
    with:
      InstanceId: 007
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "\${{ each.value.year }}" }
      sinkCluster: { shards: 3, settings: { version: 6.70, phone: 0455, big: 1e21, plain: 5 } }
`;
  const { diagnostics } = compile(text);
  const hints = diagnostics.map(
    ({ severity, range, hint }) => `${severity} ${range?.start.line}:${range?.start.column} ${hint}`,
  );
  expect(hints).toEqual([
    'error 9:19 Put the value in quotes to make it text.',
    'error 10:66 Put the value in quotes where `${{ each.value.year }}` takes it from, under `for_each:`.',
    'warning 11:54 Put it in quotes if it is text; write 6.7 if it is a number.',
    'warning 11:67 Put it in quotes if it is text; write 455 if it is a number.',
    'warning 11:78 Put it in quotes if it is text; write 1e+21 if it is a number.',
  ]);
});
