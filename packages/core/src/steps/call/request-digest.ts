import { hash, type KeyObject } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA-256 of a request with the state's own key, in hex. Written out as two digests in one call each: Node's `createHmac`
 * makes ready for every text anew, which takes longer than the digests do.
 */
export function requestDigest(request: string, key: KeyObject): string {
  const { inner, outer } = padsOf(key);
  const padded = Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(request));
  inner.copy(padded);
  padded.write(request, BLOCK_BYTES);
  outer.write(hash('sha256', padded, 'hex'), BLOCK_BYTES, 'hex');
  return hash('sha256', outer, 'hex');
}

interface Pads {
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
  const inner = Buffer.alloc(BLOCK_BYTES, 0x36);
  const outer = Buffer.concat([Buffer.alloc(BLOCK_BYTES, 0x5c), Buffer.alloc(DIGEST_BYTES)]);
  for (const [index, byte] of short.entries()) {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  }
  return { inner, outer };
}
