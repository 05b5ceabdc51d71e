import type { Fault } from '@waybill/sandbox';

/** What a fault does to a call, as far as its caller is concerned. */
export type ClusterFamily =
  /** No usable answer, and no effect. */
  | 'lost-before'
  /** No usable answer, and the effect has happened. */
  | 'lost-after'
  /** Refused unread. */
  | 'throttled'
  /** A success that lacks a part. */
  | 'partial'
  /** The node goes down and comes back: its copies and the positions of its searches are gone. */
  | 'restart'
  /** A mistake that no repetition cures. */
  | 'refused'
  /** The user lacks a privilege. */
  | 'forbidden';

/** What happens to one call, with the words that name it in a row. */
export interface ClusterFault {
  readonly name: string;
  readonly family: ClusterFamily;
  readonly strike:
    | { readonly by: 'sandbox'; readonly fault: Fault; readonly tooMany?: 'breaker' }
    /** Some of what was asked for is missing in an answer with status 200. */
    | { readonly by: 'answer'; readonly missing: 'shards' | 'items' }
    | { readonly by: 'node'; readonly when: 'before' | 'after' };
  /** Calls whose answers can have it. @default all */
  readonly operations?: readonly string[];
}

/** Values of secrets that nothing may write. */
export const CANARY = 'canary-cluster-0817-garply';

/** Answers that say how many shards took part. */
const WITH_SHARDS = [
  'SearchDocuments',
  'ScrollDocuments',
  'CountDocuments',
  'RefreshIndex',
  'ShowIndexStats',
  'ShowIndexUsage',
  'FindTaskResults',
];

export const CLUSTER_FAULTS: readonly ClusterFault[] = [
  before('reset before', { kind: 'reset', when: 'before' }),
  before('503 before', { kind: 'status', status: 503, when: 'before' }),
  before('500 before', { kind: 'status', status: 500, when: 'before' }),
  after('reset after', { kind: 'reset', when: 'after' }),
  after('503 after', { kind: 'status', status: 503, when: 'after' }),
  after('504 after', { kind: 'status', status: 504, when: 'after' }),
  after('body cut', { kind: 'cut-body' }),
  after('answer empty', { kind: 'malformed', body: 'empty' }),
  after('answer html', { kind: 'malformed', body: 'html' }),
  after('answer truncated', { kind: 'malformed', body: 'truncated' }),
  after('error in a 200', { kind: 'malformed', body: 'error-in-200' }),
  { name: '429 rejected', family: 'throttled', strike: { by: 'sandbox', fault: { kind: 'throttle' } } },
  {
    name: '429 circuit breaker',
    family: 'throttled',
    strike: { by: 'sandbox', fault: { kind: 'throttle' }, tooMany: 'breaker' },
  },
  {
    name: 'shards failed in a 200',
    family: 'partial',
    strike: { by: 'answer', missing: 'shards' },
    operations: WITH_SHARDS,
  },
  {
    name: 'items rejected in a 200',
    family: 'partial',
    strike: { by: 'answer', missing: 'items' },
    operations: ['BulkDocuments'],
  },
  { name: 'node restarted before', family: 'restart', strike: { by: 'node', when: 'before' } },
  { name: 'node restarted after', family: 'restart', strike: { by: 'node', when: 'after' } },
  {
    name: 'refused with 400',
    family: 'refused',
    strike: {
      by: 'sandbox',
      fault: { kind: 'status', status: 400, code: 'nobody_knows', message: `refused, ${CANARY}`, when: 'before' },
    },
  },
  {
    name: 'refused with 403',
    family: 'forbidden',
    strike: { by: 'sandbox', fault: { kind: 'status', status: 403, when: 'before' } },
  },
];

function before(name: string, fault: Fault): ClusterFault {
  return { name, family: 'lost-before', strike: { by: 'sandbox', fault } };
}

function after(name: string, fault: Fault): ClusterFault {
  return { name, family: 'lost-after', strike: { by: 'sandbox', fault } };
}
