import type { Check, CheckFinding, Json } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { definitionIn } from '../definition/fit-definition.ts';
import { withoutType } from '../definition/mapping-rules.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';

/** One index, not several behind an alias. `documents`: it keeps them, so that they can be compared. */
export const comparableIndex: Check = {
  judge: (response, { index }, expected) => {
    const name = textOf(index) ?? '';
    const indices = rowsOf<{ name?: string }>(fieldsOf<GetIndexResponse>(response).indices);
    const [found] = indices;
    if (indices.length !== 1 || textOf(found?.name) !== name) return notOneIndex(name, indices.map(nameOf));
    const source = objectOf(withoutType(definitionIn(found as Json).mappings)['_source']);
    if (expected['documents'] === true && source['enabled'] === false) return withoutSource(name);
    return { kind: 'passed', detail: `${name} is one index.` };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `There is no index ${textOf(index) ?? ''}.`,
    hint: 'Correct the name, or check the connection.',
  }),
};

function nameOf({ name }: { readonly name?: Json }): string {
  return textOf(name) ?? '';
}

function notOneIndex(wanted: string, names: readonly string[]): CheckFinding {
  return {
    kind: 'failed',
    detail: `${wanted} is an alias of ${names.join(', ')}, which may hide documents or mix indices.`,
    hint: 'Name one index.',
  };
}

function withoutSource(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} keeps no _source, so that its documents cannot be compared.`,
    hint: 'Compare without documents: level: definition.',
  };
}
