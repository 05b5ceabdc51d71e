// Takes the one file out of an artifact's archive that belongs there. An archive with anything else in it, a path, a link,
// a second entry, is refused whole: nothing is unpacked by the names that it chooses.
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const UNIX = 3;

/** The content of `name`. Throws with a message for people. */
export function takeFile(zip, name, maxBytes) {
  const entry = readOnlyEntry(zip);
  if (entry.name !== name) throw new Error(`it holds ${JSON.stringify(entry.name)} and not ${name}`);
  if (entry.isEncrypted) throw new Error('its file is encrypted');
  if (entry.fileType !== 0 && entry.fileType !== REGULAR_FILE)
    throw new Error('it holds something that is no regular file');
  if (entry.sizeBytes > maxBytes) throw new Error(`its file is larger than ${maxBytes} bytes`);
  const content = unpack(entry, maxBytes);
  if (content.length !== entry.sizeBytes) throw new Error('its file has not the size that it says');
  return content;
}

/** From the directory at the archive's end, which every reader of such archives goes by. */
function readOnlyEntry(zip) {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + END_BYTES > zip.length || zip.readUInt32LE(end) !== END) throw new Error('it is no archive');
  if (zip.readUInt16LE(end + 10) !== 1) throw new Error(`it holds ${zip.readUInt16LE(end + 10)} files instead of one`);
  const at = zip.readUInt32LE(end + 16);
  if (at + ENTRY_BYTES > zip.length || zip.readUInt32LE(at) !== ENTRY) throw new Error('its directory is broken');
  const nameBytes = zip.readUInt16LE(at + 28);
  const packedBytes = zip.readUInt32LE(at + 20);
  const local = zip.readUInt32LE(at + 42);
  if (local + LOCAL_BYTES > zip.length || zip.readUInt32LE(local) !== LOCAL) throw new Error('its directory is broken');
  const start = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packedBytes > zip.length) throw new Error('it was cut off');
  return {
    name: zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes),
    isEncrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
    method: zip.readUInt16LE(at + 10),
    sizeBytes: zip.readUInt32LE(at + 24),
    fileType: zip[at + 5] === UNIX ? (zip.readUInt32LE(at + 38) >>> 16) & FILE_TYPE : 0,
    packed: zip.subarray(start, start + packedBytes),
  };
}

function unpack({ method, packed }, maxBytes) {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error('its file is packed in an unknown way');
  try {
    return inflateRawSync(packed, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new Error(`its file cannot be unpacked: ${error.message}`);
  }
}
