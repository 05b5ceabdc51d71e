export interface FakeDocument {
  readonly id: string;
  readonly routing: string | undefined;
  /** As it was written. */
  readonly source: string;
  readonly shard: number;
  readonly sequence: number;
}

/** An answer of a search as clusters write it: the source of a document is copied into it and not printed anew. */
export function searchAnswer(documents: readonly FakeDocument[], total: number, scrollId: string | undefined): string {
  const hits = documents.map(({ id, routing, source }) => {
    const routed = routing === undefined ? '' : `"_routing":${JSON.stringify(routing)},`;
    return `{"_index":"index","_type":"_doc","_id":${JSON.stringify(id)},"_score":null,${routed}"_source":${source},"sort":[0]}`;
  });
  const scroll = scrollId === undefined ? '' : `"_scroll_id":${JSON.stringify(scrollId)},`;
  const shards = '"_shards":{"total":2,"successful":2,"skipped":0,"failed":0}';
  return `{${scroll}"took":1,"timed_out":false,${shards},"hits":{"total":${total},"max_score":null,"hits":[${hits.join(',')}]}}`;
}

export interface BulkLine {
  readonly id: string;
  readonly routing: string | undefined;
  readonly type: string | undefined;
  readonly source: string;
}

/** What a bulk of `create` actions says; throws where it is none. */
export function bulkLines(body: string): readonly BulkLine[] {
  const lines = body.split('\n');
  if (lines.pop() !== '') throw new Error('a bulk ends with a line break');
  return Array.from({ length: lines.length / 2 }, (_, index) => {
    const action = JSON.parse(lines[index * 2] ?? '') as { readonly create: Readonly<Record<string, string>> };
    const { _id: id = '', routing, _type: type } = action.create;
    return { id, routing, type, source: lines[index * 2 + 1] ?? '' };
  });
}
