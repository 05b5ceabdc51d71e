import { suggest } from '../../diagnostics/suggest.ts';
import { isPlainData } from '../../value/plain-data.ts';
import {
  Interpolation,
  isDeferred,
  isJsonObject,
  type Json,
  Reference,
  type Value,
  type ValueObject,
} from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { Findings } from '../syntax/findings.ts';

/** What an input, or a field of it, stands for; undefined when there is no such input or field. */
export function lookUpInput({ path }: Reference, inputs: ReadonlyMap<string, Json>): Json | undefined {
  const [root, name = '', ...fields] = path;
  let value = root === 'inputs' ? inputs.get(name) : undefined;
  for (const field of fields) {
    if (!isJsonObject(value) || !Object.hasOwn(value, field)) return undefined;
    value = value[field];
  }
  return value;
}

/**
 * Checks that the fields of inputs that references name exist, and that lists and maps are where they can be: not inside a
 * text, and not where a text is the only thing possible.
 */
export function checkInputUse(root: ValueObject, inputs: ReadonlyMap<string, Json>, findings: Findings): void {
  // With nothing but scalars there is nothing that could be used wrongly, but for fields of them.
  for (const [key, value] of Object.entries(root)) visit(value, [key]);

  function visit(value: Value, path: KeyPath): void {
    if (typeof value !== 'object' || value === null || isPlainData(value)) return;
    if (value instanceof Interpolation) {
      for (const part of value.parts) if (part instanceof Reference) checkReference(part, path, true);
    } else if (value instanceof Reference) checkReference(value, path, wantsText(path));
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item as Value, [...path, index]);
    } else if (!isDeferred(value)) {
      for (const [key, child] of Object.entries(value)) visit(child as Value, [...path, key]);
    }
  }

  function checkReference(reference: Reference, path: KeyPath, isText: boolean): void {
    const [section, name = '', ...fields] = reference.path;
    const input = inputs.get(name);
    // One that is not declared, or has no value, was reported as such.
    if (section !== 'inputs' || input === undefined) return;
    const found = lookUpInput(reference, inputs);
    if (found === undefined) {
      const known = isJsonObject(input) ? Object.keys(input) : [];
      const suggestion = suggest(fields[0] ?? '', known);
      findings.add({
        code: 'PLAN_REFERENCE_UNKNOWN',
        path,
        at: reference,
        summary: `unknown field of input \`${name}\``,
        detail: `\`${reference.toString()}\` finds nothing.${known.length === 0 ? '' : ` The input has ${known.slice(0, 24).join(', ')}.`}`,
        hint:
          suggestion === undefined || fields.length > 1
            ? 'Write a field that the input has, or the input alone.'
            : `did you mean \`${suggestion}\`?`,
      });
    } else if (isText && typeof found === 'object') {
      findings.add({
        code: 'PLAN_REFERENCE_TYPE',
        path,
        at: reference,
        summary: 'a list or a map instead of text',
        detail: `\`${reference.toString()}\` is a ${Array.isArray(found) ? 'list' : 'map'}, but only text, a number or a boolean can be used here.`,
        hint: 'Refer to one of its fields, or use it as a whole value or as `for_each`.',
      });
    }
  }
}

/** Names, labels and items are texts. What the vendor takes is checked by its schema. */
function wantsText([section, , key, ...inside]: KeyPath): boolean {
  if (section !== 'migrations') return false;
  if (key === 'labels' || key === 'needs') return true;
  return key === 'for_each' && (typeof inside[0] === 'number' || (inside[0] === 'file' && inside.length === 1));
}
