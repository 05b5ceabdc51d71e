import { type Check, defined, type Json } from '@waybill/core';
import { fieldsOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';
import { describeBytes } from './describe-bytes.ts';

/** The source is open, and none of its shards is missing. `beside`: how many of its documents are copied, where not all are. */
export const indexOpen: Check = {
  judge: (response, { index }, _expected, beside) => {
    const [row] = rowsOf<{ index?: string; status?: string; health?: string }>(response);
    const name = textOf(index) ?? '';
    if (row === undefined)
      return {
        kind: 'failed',
        detail: `The source lists no index ${name}.`,
        hint: 'Check the privileges of its user.',
      };
    if (textOf(row.status) === 'close')
      return {
        kind: 'failed',
        detail: `${name} is closed.`,
        hint: `Open it first: POST /${name}/_open.`,
        cause: 'index_closed_exception',
      };
    if (textOf(row.health) === 'red')
      return {
        kind: 'failed',
        detail: `${name} is red: some of its documents cannot be read.`,
        hint: 'Restore its shards first.',
      };
    const size = sizeOf(row as Json);
    const chosen = chosenOf(size, beside);
    const said = `${describeSize(size)}${chosen === undefined ? '' : `, of which ${chosen.count} documents match source.query`}`;
    return { kind: 'passed', detail: `${name} is open, with ${said}.`, notes: [`${said}.`], amount: chosen ?? size };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source has no index ${textOf(index) ?? ''}.`,
    hint: 'Correct source.index, or check the connection.',
  }),
  outputs: { bytes: '/response/0/pri.store.size' },
};

/** Of its primary shards. */
function sizeOf(row: Json) {
  const { 'docs.count': count, 'pri.store.size': size } = row as { readonly [name: string]: Json };
  return { of: 'Lucene documents', ...defined({ count: numberIn(count), bytes: numberIn(size) }) };
}

/** What a query leaves to be copied: a part of the bytes as well, by its share of the documents. Undefined: all of it is copied. */
function chosenOf({ count: all, bytes }: ReturnType<typeof sizeOf>, beside: Json | undefined) {
  const { count } = fieldsOf<CountDocumentsResponse>(beside);
  if (typeof count !== 'number') return undefined;
  const share = all === undefined || all === 0 ? undefined : Math.min(1, count / all);
  return {
    of: 'documents',
    count,
    ...defined({ bytes: bytes === undefined || share === undefined ? undefined : Math.round(bytes * share) }),
  };
}

/** Such lists write numbers as texts. */
function numberIn(value: Json | undefined): number | undefined {
  const text = textOf(value);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

function describeSize({ count, bytes }: ReturnType<typeof sizeOf>): string {
  const size = bytes === undefined ? '' : ` and ${describeBytes(bytes)} in its primary shards`;
  return `${count ?? 'an unknown number of'} Lucene ${count === 1 ? 'document' : 'documents'}${size}`;
}
