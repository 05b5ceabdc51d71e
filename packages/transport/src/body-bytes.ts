/** Smaller bodies are left to the HTTP client. */
const LEAST_CHARACTERS = 100_000;
/** What is kept: for as many exchanges as are commonly under way at once. */
const MOST_KEPT = 4;
/** More than this is used once. */
const LARGEST_KEPT_BYTES = 8_000_000;
/** The next body is seldom of the same size. */
const SPARE = 1.1;

/**
 * Memory for the bytes of large bodies, used again and again. With memory of its own for each of them, bulks of documents
 * would have V8 collect the whole heap several times a second.
 */
const kept: Buffer[] = [];

/**
 * A body as it is sent. Its bytes are the caller's until they are given back by `releaseBytes`.
 *
 * @returns the text itself where it is a small one
 */
export function bytesOfBody(text: string): Buffer | string {
  if (text.length < LEAST_CHARACTERS) return text;
  const sizeBytes = Buffer.byteLength(text);
  const memory = takeKept(sizeBytes) ?? Buffer.allocUnsafeSlow(Math.ceil(sizeBytes * SPARE));
  return memory.subarray(0, memory.write(text));
}

/** Only when nothing of them is still to be sent. */
export function releaseBytes(body: Uint8Array | string | undefined): void {
  if (body === undefined || typeof body === 'string' || kept.length >= MOST_KEPT) return;
  if (body.buffer.byteLength <= LARGEST_KEPT_BYTES) kept.push(Buffer.from(body.buffer));
}

function takeKept(sizeBytes: number): Buffer | undefined {
  const at = kept.findIndex(({ length }) => length >= sizeBytes);
  // One that is too small makes room for the larger one that is made now.
  const [memory] = kept.splice(Math.max(at, 0), 1);
  return at === -1 ? undefined : memory;
}
