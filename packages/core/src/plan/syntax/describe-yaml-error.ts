import type { YAMLError } from 'yaml';
import { MAX_DEPTH, type TextProblem } from './text-problem.ts';

type Words = Pick<TextProblem, 'code' | 'summary' | 'detail' | 'hint'>;

/** Summary of the errors about which the library says no more than that something is unexpected. */
export const UNNAMED_SYNTAX_ERROR: string = 'this is not valid YAML here';

/** What a syntax error of the YAML library means for somebody who writes plans. */
export function describeYamlError(error: YAMLError, text: string): TextProblem {
  const start = Math.max(0, Math.min(error.pos[0], text.length));
  const end = Math.max(start, Math.min(error.pos[1], text.length));
  return { start, end, ...wordsFor(error, text.slice(start, end)) };
}

function wordsFor(error: YAMLError, source: string): Words {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return syntax(
        'tab used for indentation',
        'YAML allows only spaces before the first character of a line.',
        'Replace the tab with spaces.',
      );
    case 'BAD_INDENT':
      return syntax(
        'inconsistent indentation',
        'Entries of one list or map start in the same column.',
        'Align this line with its neighbours.',
      );
    case 'MISSING_CHAR':
      return missingCharacter(error.message);
    case 'BAD_SCALAR_START':
      return syntax(
        'text that needs quotes',
        'A plain text cannot start with this character.',
        'Put the text in quotes.',
      );
    case 'BAD_DQ_ESCAPE':
      return syntax(
        'unknown escape',
        'In double quotes a backslash starts an escape such as `\\n` or `\\u00e9`; this one does not exist.',
        'Write `\\\\` for a backslash, or use single quotes.',
      );
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return syntax(
        'a key is expected here',
        'A line holds one `key: value`; a second `: ` in it starts a nested map where none can be.',
        'Put a value that holds `: ` in quotes, or start a new line.',
      );
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
    case 'MULTIPLE_TAGS':
      return {
        code: 'PLAN_YAML_TAG',
        summary: 'YAML tag that is not supported',
        detail: `A plan is plain data: text, numbers, booleans, lists and maps. ${source === '' ? 'This tag' : `\`${source}\``} asks for something else.`,
        hint: 'Remove the tag. A text that starts with `!` needs quotes.',
      };
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
    case 'BAD_PROP_ORDER':
      return {
        code: 'PLAN_YAML_ALIAS',
        summary: 'anchor or alias that cannot be read',
        detail: 'An anchor (`&name`) is written before a value, and an alias (`*name`) in place of one.',
        hint: 'A text that starts with `*` or `&` needs quotes.',
      };
    case 'RESOURCE_EXHAUSTION':
      return {
        code: 'PLAN_TOO_DEEP',
        summary: 'nested too deeply',
        detail: `Lists and maps may be nested at most ${MAX_DEPTH} levels deep.`,
      };
    case 'MULTIPLE_DOCS':
    case 'BAD_DIRECTIVE':
    case 'DUPLICATE_KEY':
    case 'IMPOSSIBLE':
    case 'NON_STRING_KEY':
    case 'UNEXPECTED_TOKEN':
      return syntax(
        UNNAMED_SYNTAX_ERROR,
        'This cannot follow the text before it.',
        'Check quotes, brackets, colons and the indentation of this line and the one before.',
      );
  }
}

/** The library has one code for every missing character; only its message tells which. */
function missingCharacter(message: string): Words {
  if (message.includes('quote'))
    return syntax(
      'quote is not closed',
      'A quoted text ends with the same quote it starts with.',
      'Add the closing quote.',
    );
  if (message.includes(', '))
    return syntax('comma is missing', 'Entries in brackets are separated by commas.', 'Add a comma.');
  if (message.includes('Implicit map keys')) {
    return syntax(
      'colon is missing',
      'This line is among `key: value` lines but has no `: `.',
      'Write `key: value`, with a space after the colon.',
    );
  }
  if (message.includes('without - indicator'))
    return syntax(
      'dash is missing',
      'This line is among list items, which start with `- `.',
      'Start the line with `- `.',
    );
  return syntax(
    'a character is missing',
    'A bracket is not closed, or a space is missing here.',
    'Close every `[` and `{`, and put a space after `:`, `,` and before `#`.',
  );
}

function syntax(summary: string, detail: string, hint: string): Words {
  return { code: 'PLAN_YAML_SYNTAX', summary, detail, hint };
}
