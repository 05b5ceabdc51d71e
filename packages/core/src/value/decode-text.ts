/** The text of a file, and what keeps its bytes from being that text. */
export interface DecodedText {
  /** Without a fault every byte is in it. With one it is for showing only: what cannot be read is replaced. */
  readonly text: string;
  readonly fault?: EncodingFault;
}

export interface EncodingFault {
  readonly kind: 'utf-16' | 'not-utf-8';
  /** Of the first byte that is not UTF-8, from 0. */
  readonly byteOffset: number;
  /** Where the text would continue with it, in UTF-16 units. */
  readonly offset: number;
  /** That byte. */
  readonly byte: number;
}

/**
 * Bytes → text, UTF-8 only: nothing is replaced or guessed without a fault that says so. A byte order mark at the start
 * stays in the text.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = findUtf16(bytes);
  if (wide !== undefined) {
    const text = new TextDecoder(wide, { ignoreBOM: true }).decode(bytes);
    return { text, fault: { kind: 'utf-16', byteOffset: 0, offset: 0, byte: bytes[0] ?? 0 } };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const { byteOffset, offset } = findFirstBadByte(bytes);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return { text, fault: { kind: 'not-utf-8', byteOffset, offset, byte: bytes[byteOffset] ?? 0 } };
  }
}

/** By its byte order mark, or by zeros beside an ASCII character: no text in UTF-8 starts so. */
function findUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (isAscii(first) && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && isAscii(second)) ? 'utf-16be' : undefined;
}

function isAscii(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0 && byte < 0x80;
}

/**
 * The replacement character is three bytes of valid UTF-8 too, so a lossy text cannot tell where the fault is: the longest
 * beginning that a strict decoder takes ends in front of it.
 */
function findFirstBadByte(bytes: Uint8Array): { readonly byteOffset: number; readonly offset: number } {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (startsWell(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  // The decoder waits for the rest of a character that is cut: what is whole ends before it.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, good), { stream: true });
  return { byteOffset: new TextEncoder().encode(text).length, offset: text.length };
}

/** Whether these bytes are, or can become, text: a character that is cut at the end counts as good. */
function startsWell(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
