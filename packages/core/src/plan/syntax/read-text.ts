import { decodeText, type EncodingFault } from '../../value/decode-text.ts';
import type { TextProblem } from './text-problem.ts';

/** What a file is, for the sentences about it. */
export type FileNoun = 'plan' | 'inventory';

/** Text, or the bytes of a file → text, and what keeps it from being read as one. The text is there for showing in any case. */
export function readText(
  source: string | Uint8Array,
  { noun, maxSizeBytes }: { readonly noun: FileNoun; readonly maxSizeBytes: number },
): { readonly text: string; readonly refused: TextProblem | undefined } {
  const { text, fault } = typeof source === 'string' ? { text: source } : decodeText(source);
  const sizeBytes = typeof source === 'string' ? Buffer.byteLength(source) : source.length;
  const refused = refuseSize(sizeBytes, maxSizeBytes, noun) ?? refuseBytes(fault, noun) ?? refuseText(text, noun);
  return { text, refused };
}

function refuseSize(sizeBytes: number, maxSizeBytes: number, noun: FileNoun): TextProblem | undefined {
  if (sizeBytes <= maxSizeBytes) return undefined;
  return {
    code: 'PLAN_TOO_LARGE',
    start: 0,
    end: 0,
    summary: `${noun} file too large`,
    detail: `The file has ${sizeBytes} bytes; at most ${maxSizeBytes} are read.`,
    hint: noun === 'plan' ? 'Split the plan.' : 'Split the file, and give each part a separate migration.',
  };
}

/** Bytes that are no text would reach the vendor as other characters than the ones that were meant. */
function refuseBytes(fault: EncodingFault | undefined, noun: FileNoun): TextProblem | undefined {
  if (fault === undefined) return undefined;
  const place = { code: 'PLAN_ENCODING', start: fault.offset, end: fault.offset + 1 } as const;
  if (fault.kind === 'utf-16') {
    return {
      ...place,
      summary: 'file in UTF-16',
      detail: `${NAMED[noun]} is a text file in UTF-8; this one has two bytes for each character.`,
      hint: 'Save it as UTF-8. Windows PowerShell: `Set-Content -Encoding utf8`; elsewhere: `iconv -f UTF-16 -t UTF-8`.',
    };
  }
  const byte = `0x${fault.byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return {
    ...place,
    summary: 'file that is not UTF-8',
    detail: `Byte ${fault.byteOffset + 1} of the file (${byte}) is not part of a character in UTF-8. The file may be in Latin-1 or Windows-1252.`,
    hint: 'Save it as UTF-8, for example by `iconv -f WINDOWS-1252 -t UTF-8`.',
  };
}

function refuseText(text: string, noun: FileNoun): TextProblem | undefined {
  return refuseLineEnds(text, noun) ?? refuseControlCharacter(text, noun);
}

/** A lone carriage return was the line end of old Macs. The libraries take it for a part of the line. */
function refuseLineEnds(text: string, noun: FileNoun): TextProblem | undefined {
  const start = text.search(/\r(?!\n)/);
  if (start === -1) return undefined;
  const isAlone = !text.includes('\n');
  return {
    code: 'PLAN_LINE_ENDS',
    start,
    end: start + 1,
    summary: isAlone ? 'old Mac line ends' : 'carriage return inside a line',
    detail: isAlone
      ? 'The lines of this file end with a carriage return alone, so the whole file is one line.'
      : 'A carriage return without a line feed after it ends a line for some programs and not for others.',
    hint: isAlone
      ? "Change the line ends, for example by `tr '\\r' '\\n'`, or save the file with Unix line ends."
      : `Remove it${noun === 'plan' ? ', or write it as `\\r` in double quotes' : ''}.`,
  };
}

/** YAML 1.2 allows tab, line feed and carriage return, and no other control character. */
function refuseControlCharacter(text: string, noun: FileNoun): TextProblem | undefined {
  const at = text.search(/[[\p{Cc}\ufffe\uffff]--[\t\n\r]]/v);
  if (at === -1) return undefined;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    code: 'PLAN_CONTROL_CHARACTER',
    start: at,
    end: at + 1,
    summary: `control character U+${code}`,
    ...CONTROL_CHARACTER[noun],
  };
}

const NAMED: Readonly<Record<FileNoun, string>> = { plan: 'A plan', inventory: 'An inventory' };

const CONTROL_CHARACTER: Readonly<Record<FileNoun, Pick<TextProblem, 'detail' | 'hint'>>> = {
  plan: {
    detail: 'A plan is a text file in UTF-8; YAML allows no control characters but tabs and line ends.',
    hint: 'Remove it, or write it as an escape in double quotes. The file may not be UTF-8.',
  },
  inventory: {
    detail: 'An inventory is a text file in UTF-8, without control characters but tabs and line ends.',
    hint: 'Remove it. The file may not be UTF-8.',
  },
};
