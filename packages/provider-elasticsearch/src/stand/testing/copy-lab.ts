import { type JsonObject, objectOf, type StandTypes } from '@waybill/stand-kit';
import type { TestStand } from './test-stand.ts';

export const COPY_DURATIONS = {
  elasticsearchReindexStartMs: 100,
  elasticsearchReindexMs: 1_000,
  elasticsearchReplicasMs: 500,
};
export const START = '/clusters/new/_reindex?wait_for_completion=false';

/** Short cuts for copies into the cluster `new`. */
export interface CopyLab {
  /** Gives the id of the task. */
  start(body: object, query?: string, headers?: Readonly<Record<string, string>>): string;
  task(id: string): JsonObject;
  status(id: string): JsonObject;
  count(index: string, query?: object): unknown;
}

/** What holds the clusters of a test: `old` at its address, and `new`. */
export function clustersOf<Indices extends object, Target extends object>(
  indices: Indices,
  target: Target,
): readonly [
  { readonly name: string; readonly security: null; readonly indices: Indices },
  { readonly name: string; readonly security: null } & Target,
] {
  return [
    { name: '10.20.0.5:9200', security: null, indices },
    { name: 'new', security: null, ...target },
  ];
}

export function withCopies<Types extends StandTypes>(stand: TestStand<Types>): TestStand<Types> & CopyLab {
  const task = (id: string): JsonObject => stand.call('GET', `/clusters/new/_tasks/${id}`).json;
  return {
    ...stand,
    task,
    start: (body, query = '', headers = {}) =>
      String(stand.call('POST', `${START}${query}`, body, { headers }).json['task']),
    status: (id) => objectOf(objectOf(task(id), 'task'), 'status'),
    count: (index, query) =>
      stand.call('POST', `/clusters/new/${index}/_count`, query === undefined ? undefined : { query }).json['count'],
  };
}
