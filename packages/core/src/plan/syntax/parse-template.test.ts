import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyedReference } from '../../value/keyed-reference.ts';
import { Interpolation, Reference } from '../../value/value.ts';
import { findReferences, parseTemplate } from './parse-template.ts';

describe('parseTemplate', () => {
  test.each([
    [`\${{ inputs.sink }}`, ['inputs', 'sink']],
    [`\${{secrets.es_source}}`, ['secrets', 'es_source']],
    [`\${{ each.key }}`, ['each', 'key']],
    [`\${{ each.value.a.b-c }}`, ['each', 'value', 'a', 'b-c']],
    [`\${{ each.value[0]["x y"] }}`, ['each', 'value', '0', 'x y']],
    [`\${{ migrations.orders.outputs.task_id }}`, ['migrations', 'orders', 'outputs', 'task_id']],
    [`\${{ migrations.orders[a.b-2024].outputs.task_id }}`, ['migrations', 'orders[a.b-2024]', 'outputs', 'task_id']],
    [`\${{ migrations.orders["a }} b"].outputs.task_id }}`, ['migrations', 'orders[a }} b]', 'outputs', 'task_id']],
  ])('%s', (text, path) => {
    expect(parseTemplate(text)).toEqual({ value: new Reference(path), problems: [] });
  });

  test('an output of the unit with the same key', () => {
    const { value } = parseTemplate(`\${{ migrations.orders[each.key].outputs.task_id }}`);
    expect(value).toBeInstanceOf(KeyedReference);
    expect(value instanceof KeyedReference ? value.withKey('a').path : []).toEqual([
      'migrations',
      'orders[a]',
      'outputs',
      'task_id',
    ]);
    expect(parseTemplate(`\${{ migrations.orders["each.key"].outputs.task_id }}`).value).not.toBeInstanceOf(
      KeyedReference,
    );
  });

  test('a reference inside a text is a part of it', () => {
    const name = new Reference(['inputs', 'name']);
    expect(parseTemplate(`a-\${{ inputs.name }}`).value).toEqual(new Interpolation(['a-', name]));
    expect(parseTemplate(` \${{ inputs.name }}`).value).toEqual(new Interpolation([' ', name]));
    expect(parseTemplate(`\${{ inputs.name }}\${{ inputs.name }}`).value).toEqual(new Interpolation([name, name]));
  });

  test('`$${{` is a literal', () => {
    expect(parseTemplate(`$\${{ inputs.x }}`).value).toBe(`\${{ inputs.x }}`);
    expect(parseTemplate(`$ {{ x }} \${ y }`).value).toBe(`$ {{ x }} \${ y }`);
  });

  test.each([
    [`\${{ inputs.x`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ inputs.x || 1 }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ inputs }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ inputs.a[b] }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ secrets.a.b }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ each.index }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ each.key.a }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ migrations.a }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ migrations.a[b].output.c }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ migrations.a[b.outputs.c }}`, 'PLAN_REFERENCE_SYNTAX'],
    [`\${{ input.x }}`, 'PLAN_REFERENCE_UNKNOWN'],
    [`\${{ steps.create.outputs.id }}`, 'PLAN_REFERENCE_UNKNOWN'],
  ])('%s is refused', (text, code) => {
    const padded = `ab ${text}`;
    const [problem, ...others] = parseTemplate(padded).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, start: 3, end: padded.length });
  });

  test('a misspelled root is recognised', () => {
    expect(parseTemplate(`\${{ secret.x }}`).problems[0]?.hint).toBe('did you mean `secrets`?');
  });

  test('never throws, and every place lies in the text', () => {
    const piece = fc.constantFrom(
      '$',
      `\${{`,
      '}}',
      ' ',
      'inputs',
      'each',
      'migrations',
      '.',
      '[',
      ']',
      '"',
      'a',
      'key',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const places = [...parseTemplate(text).problems, ...findReferences(text)];
        for (const { start, end } of places) {
          expect(text.startsWith(`\${{`, start)).toBe(true);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
