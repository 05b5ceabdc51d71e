/** A command of a replication stream, as its words. */
export type StreamCommand = readonly [name: Buffer, ...words: Buffer[]];

export interface ParsedCommands {
  readonly commands: readonly StreamCommand[];
  /** How many bytes they take; what follows is the beginning of the next one. */
  readonly usedBytes: number;
  /** At least so many more bytes until there is another command. */
  readonly missingBytes: number;
}

const NEWLINE = 10;
const STAR = 42;
const DOLLAR = 36;

/**
 * The whole commands at the beginning of `bytes`. Between them there may be newlines, with which a server shows that it lives.
 *
 * @throws Error if it is no stream of commands
 */
export function parseCommands(bytes: Buffer): ParsedCommands {
  const commands: StreamCommand[] = [];
  let at = 0;
  for (;;) {
    while (bytes[at] === NEWLINE) at += 1;
    const parsed = parseOne(bytes, at);
    if (!('command' in parsed)) return { commands, usedBytes: at, missingBytes: parsed.missingBytes };
    commands.push(parsed.command);
    at = parsed.endsAt;
  }
}

type ParsedOne = { readonly command: StreamCommand; readonly endsAt: number } | { readonly missingBytes: number };

function parseOne(bytes: Buffer, from: number): ParsedOne {
  const count = readHead(bytes, from, STAR);
  if (count === undefined) return { missingBytes: 1 };
  const words: Buffer[] = [];
  let at = count.endsAt;
  for (let index = 0; index < count.value; index += 1) {
    const length = readHead(bytes, at, DOLLAR);
    if (length === undefined) return { missingBytes: 1 };
    const endsAt = length.endsAt + length.value;
    if (endsAt + 2 > bytes.length) return { missingBytes: endsAt + 2 - bytes.length };
    words.push(bytes.subarray(length.endsAt, endsAt));
    at = endsAt + 2;
  }
  const [name, ...others] = words;
  if (name === undefined) throw new Error('The replication stream has a command without a name.');
  return { command: [name, ...others], endsAt: at };
}

/** A line of a mark and a number; undefined: it is not there yet. */
function readHead(bytes: Buffer, at: number, mark: number): { value: number; endsAt: number } | undefined {
  if (at < bytes.length && bytes[at] !== mark) throw new Error('The replication stream is not a stream of commands.');
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd < 0) return undefined;
  return { value: Number(bytes.toString('latin1', at + 1, lineEnd)), endsAt: lineEnd + 2 };
}
