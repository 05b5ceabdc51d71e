import { hash, type KeyObject } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Longer requests are put together in a place of their own. */
const ROOM_BYTES = 16 * 1024;

/**
 * HMAC-SHA-256 of a request with the state's own key, in hex. Written out as two digests in one call each: Node's `createHmac`
 * makes ready for every text anew, which takes longer than the digests do.
 */
export function requestDigest(request: string, key: KeyObject): string {
  const { inner, outer } = padsOf(key);
  // No code unit of a text takes more than three bytes.
  const isShort = 3 * request.length <= ROOM_BYTES;
  const padded = isShort ? inner : Buffer.concat([inner.subarray(0, BLOCK_BYTES)], BLOCK_BYTES + 3 * request.length);
  const sizeBytes = BLOCK_BYTES + padded.write(request, BLOCK_BYTES);
  outer.write(hash('sha256', padded.subarray(0, sizeBytes), 'binary'), BLOCK_BYTES, 'binary');
  return hash('sha256', outer, 'hex');
}

interface Pads {
  /** With room for most requests. */
  readonly inner: Buffer;
  /** With room for the inner digest. */
  readonly outer: Buffer;
}

const known = new WeakMap<KeyObject, Pads>();

function padsOf(key: KeyObject): Pads {
  const pads = known.get(key) ?? makePads(key.export());
  known.set(key, pads);
  return pads;
}

/** RFC 2104: a key that is longer than a block is replaced by its digest. */
function makePads(key: Buffer): Pads {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const inner = Buffer.concat([Buffer.alloc(BLOCK_BYTES, 0x36)], BLOCK_BYTES + ROOM_BYTES);
  const outer = Buffer.concat([Buffer.alloc(BLOCK_BYTES, 0x5c), Buffer.alloc(DIGEST_BYTES)]);
  for (const [index, byte] of short.entries()) {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  }
  return { inner, outer };
}
