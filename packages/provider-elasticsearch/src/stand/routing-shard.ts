import type { ClusterVersion } from './version.ts';

/** What decides in which shard of an index a document with some routing is. */
export interface Sharding {
  readonly shards: number;
  /** The setting `number_of_routing_shards`; undefined: as the version chooses it. */
  readonly routingShards: number | undefined;
  readonly version: ClusterVersion;
}

/** As many as an index of 7 and later can be split into, by powers of two. */
const LOG2_MOST_SHARDS = 10;

/** The shard in which clusters put a document with this routing, which is its id where it was given none. */
export function shardOfRouting(routing: string, { shards, routingShards, version }: Sharding): number {
  const count = routingShards ?? (version.hasTypes ? shards : shards * 2 ** splitsOf(shards));
  const place = ((murmur3(Buffer.from(routing, 'utf16le')) % count) + count) % count;
  return Math.floor(place / (count / shards));
}

function splitsOf(shards: number): number {
  return Math.max(1, LOG2_MOST_SHARDS - (32 - Math.clz32(shards - 1)));
}

/** MurmurHash3 of 32 bits with the seed 0, as a signed number. */
function murmur3(bytes: Buffer): number {
  const whole = bytes.length - (bytes.length % 4);
  let hash = 0;
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixed(bytes.readInt32LE(at));
    hash = (Math.imul(rotated(hash, 13), 5) + 0xe6546b64) | 0;
  }
  // Of UTF-16 nothing else than one unit can be left.
  if (whole < bytes.length) hash ^= mixed(bytes.readUInt16LE(whole));
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mixed(block: number): number {
  return Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
