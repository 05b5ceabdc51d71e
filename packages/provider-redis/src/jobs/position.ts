import type { Json, JsonObject } from '@waybill/core';
import { objectOf, rowsOf, textOf } from '@waybill/provider-kit';

/** How far the servers of a connection have been written. */
export interface Position {
  /** The same text twice: nothing was written meanwhile. Undefined: it is not known. */
  readonly text: string | undefined;
  readonly nodes: readonly NodePosition[];
}

export interface NodePosition {
  readonly node: string;
  readonly runId: string;
  /** Undefined where no replication counts it. */
  readonly offset: number | undefined;
  /** Connected ones, each of which gets a PING now and then. Undefined where the server does not say it. */
  readonly replicas: number | undefined;
  /** By the server's own clock. Undefined where it does not say it. */
  readonly atMs: number | undefined;
  /** Changes since the last save, and when that was. */
  readonly changes: number | undefined;
  readonly savedAt: number | undefined;
}

export function positionIn(response: Json | undefined): Position {
  const nodes = rowsOf<JsonObject>(objectOf(response)['nodes'] ?? null)
    .map(nodeIn)
    .toSorted((left, right) => (left.node < right.node ? -1 : 1));
  const isKnown = nodes.length > 0 && nodes.every(({ changes }) => changes !== undefined);
  const parts = nodes.map(({ node, runId, changes, savedAt }) => [node, runId, changes ?? null, savedAt ?? null]);
  return { text: isKnown ? JSON.stringify(parts) : undefined, nodes };
}

function nodeIn(row: Readonly<Record<string, unknown>>): NodePosition {
  const { node, run_id: runId, offset, has_offset: hasOffset, replicas } = row as JsonObject;
  const { at_ms: atMs, changes, saved_at: savedAt } = row as JsonObject;
  return {
    node: textOf(node) ?? '',
    runId: textOf(runId) ?? '',
    offset: hasOffset === true ? numberOf(offset) : undefined,
    replicas: numberOf(replicas),
    atMs: numberOf(atMs),
    changes: numberOf(changes),
    savedAt: numberOf(savedAt),
  };
}

function numberOf(given: Json | undefined): number | undefined {
  return typeof given === 'number' ? given : undefined;
}

export type Written = 'no' | 'yes' | 'unknown';

/**
 * Whether a server was written between two positions. The changes since its last save say it exactly, as long as there was
 * no save; the replication offset says it where there was one, and grows by itself, by PINGs, while replicas are connected.
 */
export function wasWritten(before: Position, now: Position): Written {
  if (before.nodes.length === 0 || before.nodes.length !== now.nodes.length) return 'unknown';
  const each = before.nodes.map((node, at) => nodeWritten(node, now.nodes[at]));
  if (each.includes('yes')) return 'yes';
  return each.includes('unknown') ? 'unknown' : 'no';
}

/** The same of servers that have got other addresses since: each is known by its process. */
export function wasWrittenElsewhere(before: Position, now: Position): Written {
  const byProcess = ({ nodes }: Position): Position => ({
    text: undefined,
    nodes: nodes
      .map((node) => ({ ...node, node: node.runId }))
      .toSorted((left, right) => (left.node < right.node ? -1 : 1)),
  });
  return wasWritten(byProcess(before), byProcess(now));
}

function nodeWritten(before: NodePosition, now: NodePosition | undefined): Written {
  if (now === undefined || before.node !== now.node || before.runId !== now.runId) return 'unknown';
  const { changes, savedAt } = before;
  if (changes !== undefined && savedAt === now.savedAt) return changes === now.changes ? 'no' : 'yes';
  // A save takes changes away, and none come but by writing.
  if (changes !== undefined && now.changes !== undefined && now.changes > changes) return 'yes';
  if (before.offset === undefined || now.offset === undefined) return 'unknown';
  return isOfPings(now.offset - before.offset, sentPings(before, now)) ? 'no' : 'unknown';
}

/** Bytes of a PING to the replicas, which every write command is longer than: with a PING less there is no room for one. */
const PING_BYTES = 14;

/** @param sent - PINGs that the replicas got at least */
function isOfPings(grownBytes: number, sent: number): boolean {
  return grownBytes >= 0 && grownBytes % PING_BYTES === 0 && grownBytes <= (sent + 1) * PING_BYTES;
}

/** As servers do unless they are configured otherwise (`repl-ping-replica-period`), also while writers are paused. */
const PING_INTERVAL_MS = 10_000;
/** Of the time, because their timers run late: no PING may be counted that was not sent. */
const CERTAIN_SHARE = 0.95;

/** PINGs that the replicas of a server got at least between two positions. */
function sentPings(before: NodePosition, now: NodePosition): number {
  if (before.atMs === undefined || now.atMs === undefined) return 0;
  if (!(before.replicas && now.replicas)) return 0;
  return Math.max(0, Math.floor((CERTAIN_SHARE * (now.atMs - before.atMs)) / PING_INTERVAL_MS));
}
