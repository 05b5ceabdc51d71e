export interface FakeDocument {
  readonly id: string;
  readonly routing: string | undefined;
  /** As it was written. */
  readonly source: string;
  readonly shard: number;
  readonly sequence: number;
  readonly version: number;
}

/** What a search says of the documents that it finds. */
export interface FakeParts {
  readonly _source?: boolean;
  readonly version?: boolean;
}

/** An answer of a search as clusters write it: the source of a document is copied into it and not printed anew. */
export function searchAnswer(
  documents: readonly FakeDocument[],
  total: number,
  { scrollId, parts = {} }: { readonly scrollId?: string | undefined; readonly parts?: FakeParts },
): string {
  const hits = documents.map(({ id, routing, source, version }) => {
    const routed = routing === undefined ? '' : `"_routing":${JSON.stringify(routing)},`;
    const versioned = parts.version === true ? `"_version":${version},` : '';
    const body = parts._source === false ? '' : `"_source":${source},`;
    return `{"_index":"index","_type":"_doc","_id":${JSON.stringify(id)},${versioned}"_score":null,${routed}${body}"sort":[0]}`;
  });
  const scroll = scrollId === undefined ? '' : `"_scroll_id":${JSON.stringify(scrollId)},`;
  const shards = '"_shards":{"total":2,"successful":2,"skipped":0,"failed":0}';
  return `{${scroll}"took":1,"timed_out":false,${shards},"hits":{"total":${total},"max_score":null,"hits":[${hits.join(',')}]}}`;
}

export interface BulkLine {
  readonly action: 'create' | 'index' | 'delete';
  readonly id: string;
  readonly routing: string | undefined;
  readonly type: string | undefined;
  /** Empty of a deletion. */
  readonly source: string;
  /** A document with a higher one stays as it is. Undefined: a document that is there stays as it is. */
  readonly version: number | undefined;
}

interface BulkAction {
  readonly _id?: string;
  readonly _type?: string;
  readonly routing?: string;
  readonly version?: number;
  readonly version_type?: string;
}

/** What a bulk says; throws where it is none, or has actions that jobs have no use for. */
export function bulkLines(body: string): readonly BulkLine[] {
  const lines = body.split('\n');
  if (lines.pop() !== '') throw new Error('a bulk ends with a line break');
  const actions: BulkLine[] = [];
  while (lines.length > 0) {
    const [only] = Object.entries(JSON.parse(lines.shift() ?? '') as Readonly<Record<string, BulkAction>>);
    if (only === undefined) throw new Error('a line without an action');
    const [action, named] = only;
    const { _id: id = '', routing, _type: type, version, version_type: versionType } = named;
    if (action !== 'create' && action !== 'index' && action !== 'delete') throw new Error(`no action: ${action}`);
    if ((versionType === 'external_gte') !== (action !== 'create')) throw new Error(`${action} by ${versionType}`);
    actions.push({ action, id, routing, type, version, source: action === 'delete' ? '' : (lines.shift() ?? '') });
  }
  return actions;
}
