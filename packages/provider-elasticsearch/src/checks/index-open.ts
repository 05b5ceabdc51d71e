import type { Check, Json } from '@waybill/core';
import { rowsOf, textOf } from '@waybill/provider-kit';

/** The source is open, and none of its shards is missing. */
export const indexOpen: Check = {
  judge: (response, { index }) => {
    const [row] = rowsOf<{ index?: string; status?: string; health?: string }>(response);
    const name = textOf(index) ?? '';
    if (row === undefined)
      return {
        kind: 'failed',
        detail: `The source lists no index ${name}.`,
        hint: 'Look at the privileges of its user.',
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
        hint: 'Bring its shards back first.',
      };
    const size = describeSize(row as Json);
    return { kind: 'passed', detail: `${name} is open, with ${size}.`, notes: [`${size}.`] };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source has no index ${textOf(index) ?? ''}.`,
    hint: 'Correct source.index, or look at the connection.',
  }),
};

function describeSize(row: Json): string {
  const { 'docs.count': count, 'pri.store.size': size } = row as { readonly [name: string]: Json };
  const bytes = Number(textOf(size) ?? Number.NaN);
  const megabytes = Number.isNaN(bytes) ? '' : ` and ${(bytes / 1_000_000).toFixed(1)} MB in its primary shards`;
  const documents = textOf(count) ?? 'an unknown number of';
  return `${documents} Lucene ${documents === '1' ? 'document' : 'documents'}${megabytes}`;
}
