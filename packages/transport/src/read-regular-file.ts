import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** A file that is not read, whatever is in it. `reason` continues a sentence that starts with its name. */
export class FileRefusedError extends Error {
  readonly code: 'FILE_NOT_REGULAR' | 'FILE_TOO_LARGE';
  readonly reason: string;

  constructor(code: FileRefusedError['code'], path: string, reason: string) {
    super(`${path} ${reason}`);
    this.name = 'FileRefusedError';
    this.code = code;
    this.reason = reason;
  }
}

/**
 * The bytes of a regular file, or of what a link leads to. A pipe, a device or a directory is refused instead of waited
 * for, and never more than the limit is read, also when the file grows meanwhile.
 *
 * @throws FileRefusedError for those, and for a file that is larger
 * @throws Error what the system says, such as ENOENT
 */
export function readRegularFile(path: string, maxSizeBytes: number): Buffer {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = fstatSync(file);
    const what = whatItIs(facts);
    if (what !== undefined)
      throw new FileRefusedError('FILE_NOT_REGULAR', path, `is ${what}, but only regular files are read`);
    if (facts.size > maxSizeBytes) throw tooLarge(path, facts.size, maxSizeBytes);
    return readToEnd(file, path, maxSizeBytes);
  } finally {
    closeSync(file);
  }
}

function whatItIs(facts: ReturnType<typeof fstatSync>): string | undefined {
  if (facts.isFile()) return undefined;
  if (facts.isDirectory()) return 'a directory';
  if (facts.isFIFO()) return 'a pipe';
  return facts.isSocket() ? 'a socket' : 'a device';
}

const CHUNK_BYTES = 64 * 1024;

/** The size that the system states is not relied on: files below `/proc` state none. */
function readToEnd(file: number, path: string, maxSizeBytes: number): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readSync(file, chunk, 0, CHUNK_BYTES, null);
    if (read === 0) return Buffer.concat(chunks, size);
    size += read;
    if (size > maxSizeBytes) throw tooLarge(path, size, maxSizeBytes);
    chunks.push(chunk.subarray(0, read));
  }
}

function tooLarge(path: string, size: number, maxSizeBytes: number): FileRefusedError {
  return new FileRefusedError('FILE_TOO_LARGE', path, `has ${size} bytes or more; at most ${maxSizeBytes} are read`);
}
