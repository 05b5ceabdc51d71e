import type { Check, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { definitionIn } from '../definition/fit-definition.ts';
import { withoutType } from '../definition/mapping-rules.ts';
import type { CountDocumentsResponse, GetIndexResponse } from '../generated/answers.generated.ts';

/** Types of fields whose values have an order that a range of numbers or times can follow. */
const ORDERED = ['date', 'date_nanos', 'long', 'integer', 'short', 'byte', 'unsigned_long', 'double'];

/** The field is a date or a number, so that what was written since can be asked for. */
export const fieldOrdered: Check = {
  judge: (response, { index }, { field }) => {
    const [found] = rowsOf<object>(fieldsOf<GetIndexResponse>(response).indices);
    const name = textOf(field) ?? '';
    const type = textOf(fieldIn(withoutType(definitionIn(found as Json).mappings), name)['type']);
    if (type !== undefined && ORDERED.includes(type)) return { kind: 'passed', detail: `${name} is of type ${type}.` };
    const is = type === undefined ? 'is not in the mapping' : `is of type ${type}`;
    return {
      kind: 'failed',
      detail: `${name} ${is} of ${textOf(index) ?? ''}: it does not show the order of writes.`,
      hint: `Name in catch_up.field a field of type ${ORDERED.slice(0, 4).join(', ')} or similar that grows with every write.`,
    };
  },
};

function fieldIn(mapping: JsonObject, path: string): JsonObject {
  return path.split('.').reduce<JsonObject>((at, name) => objectOf(objectOf(at['properties'])[name]), mapping);
}

/** Every document has the field. The answer counts those without. `beside`: the nodes of the cluster. */
export const fieldEverywhere: Check = {
  judge: (response, { index }, { field }) => {
    const [name, of] = [textOf(field) ?? '', textOf(index) ?? ''];
    const without = fieldsOf<CountDocumentsResponse>(response).count;
    if (without === 0) return { kind: 'passed', detail: `Every document of ${of} has ${name}.` };
    return {
      kind: 'failed',
      detail: `${typeof without === 'number' ? without : 'Some'} documents of ${of} have no ${name}. Writes to them meanwhile could not be found.`,
      hint: 'Give every document the field, name another one in catch_up.field, or leave it out if sequence numbers are enough.',
    };
  },
  outputs: { source_version: '/beside/nodes/0/version' },
};
