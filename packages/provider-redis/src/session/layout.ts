import type { Json } from '@waybill/core';
import { nodeAddress, type ServerAddress } from '../endpoint/endpoints.ts';
import { slotOf } from './key-slot.ts';

/** Which servers hold the keys of a connection. */
export interface Layout {
  readonly mode: 'standalone' | 'cluster' | 'proxy';
  /** Of Redis, or the one that the server is compatible with. */
  readonly version: string;
  /** The version of Valkey, where it is one. */
  readonly valkeyVersion?: string;
  readonly masters: readonly [Master, ...Master[]];
  /** Slots of a cluster that are just being carried over to another master: each of both has a part of their keys. */
  readonly movingSlots?: readonly number[];
}

export interface Master {
  readonly address: ServerAddress;
  /** First and last slot of each range; none outside of a cluster. */
  readonly slots: readonly (readonly [first: number, last: number])[];
  /** Of the process that answers there, where it says so: the cursor of another one leads to other keys. */
  readonly process?: string;
}

export function nameOf({ origin, prefix }: ServerAddress): string {
  return `${origin}${prefix}`;
}

/** The process that answers at a node; undefined: not known. */
export function processAt({ masters }: Pick<Layout, 'masters'>, node: unknown): string | undefined {
  return masters.find(({ address }) => nameOf(address) === node)?.process;
}

/** The same text twice: the same servers hold the same slots. */
export function layoutText({ masters }: Layout): string {
  const rows = masters.map(({ address, slots }) => [nameOf(address), slots.toSorted(([a], [b]) => a - b)].join(' '));
  return rows.toSorted().join(', ');
}

/** The master that holds a key. */
export function masterOf({ mode, masters }: Layout, key: string): Master {
  if (mode !== 'cluster') return masters[0];
  const slot = slotOf(key);
  return masters.find(({ slots }) => slots.some(([first, last]) => slot >= first && slot <= last)) ?? masters[0];
}

/** Keys with the same text can be in one script: they are on one server, and behind a proxy in one slot. */
export function placeOf(layout: Layout, key: string): string {
  if (layout.mode === 'proxy') return String(slotOf(key));
  return layout.mode === 'cluster' ? nameOf(masterOf(layout, key).address) : '';
}

/** Of the answer of CLUSTER SLOTS, which was given by the node at `asked`; undefined where it has no slots. */
export function mastersIn(slots: Json, asked: ServerAddress): readonly [Master, ...Master[]] | undefined {
  const found = new Map<string, { address: ServerAddress; slots: (readonly [number, number])[] }>();
  for (const [first, last, node] of rangesIn(slots)) {
    const [host, port] = node;
    // A node that does not know its own address gives none: it is the one that was asked.
    const own = typeof host === 'string' && host !== '' && host !== '?' ? host : new URL(asked.origin).hostname;
    const address = nodeAddress(asked, own, Number(port));
    const master = found.get(address.origin) ?? { address, slots: [] };
    master.slots.push([first, last]);
    found.set(address.origin, master);
  }
  const [one, ...others] = [...found.values()].toSorted((a, b) => (a.slots[0]?.[0] ?? 0) - (b.slots[0]?.[0] ?? 0));
  return one === undefined ? undefined : [one, ...others];
}

/** Of the answer of CLUSTER NODES: the slots that the node which was asked gives away or takes in. */
export function movingSlotsIn(nodes: string): readonly number[] {
  const own = nodes.split('\n').find((line) => /^\S+ \S+ \S*\bmyself\b/.test(line)) ?? '';
  return [...own.matchAll(/\[(\d+)-[<>]-[^\]]*\]/g)].map(([, slot]) => Number(slot));
}

function rangesIn(slots: Json): readonly (readonly [first: number, last: number, node: readonly Json[]])[] {
  if (!Array.isArray(slots)) return [];
  return (slots as readonly Json[]).flatMap((range) => {
    if (!Array.isArray(range)) return [];
    const [first, last, node] = range as readonly Json[];
    return Array.isArray(node) ? [[Number(first), Number(last), node as readonly Json[]] as const] : [];
  });
}
