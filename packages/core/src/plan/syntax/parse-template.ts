import { suggest } from '../../diagnostics/suggest.ts';
import { KeyedOutput, KeyedSecret } from '../../value/keyed-reference.ts';
import { Interpolation, Reference } from '../../value/value.ts';

export interface Template {
  /** The text itself (escapes undone) when it holds no reference; a `Reference` when it is one and nothing else. */
  readonly value: string | Reference | Interpolation;
  readonly problems: readonly TemplateProblem[];
}

/** A reference that cannot be read. `start` and `end` are offsets in the text given. */
export interface TemplateProblem {
  readonly start: number;
  readonly end: number;
  readonly code: 'PLAN_REFERENCE_SYNTAX' | 'PLAN_REFERENCE_UNKNOWN';
  readonly summary: string;
  readonly detail: string;
  readonly hint: string;
}

/** One reference as it is written, for finding its place in the source. */
export interface TemplateReference {
  readonly start: number;
  readonly end: number;
  readonly reference: Reference;
}

const ROOTS: readonly string[] = ['inputs', 'secrets', 'each', 'migrations'];
const OPEN = '${{';

/**
 * Reads `${{ path }}` references in a text; `$${{` stands for a literal `${{`. A reference that cannot be read becomes one
 * that refers to nothing, so that the checks that follow treat its value as unknown.
 */
export function parseTemplate(text: string): Template {
  if (!text.includes(OPEN)) return { value: text, problems: [] };
  const { parts, problems } = scanTemplate(text);
  const [only] = parts;
  if (parts.length === 0) return { value: '', problems };
  if (parts.length === 1 && only !== undefined) {
    return { value: typeof only === 'string' ? only : only.reference, problems };
  }
  return {
    value: new Interpolation(parts.map((part) => (typeof part === 'string' ? part : part.reference))),
    problems,
  };
}

/** Every reference of a text with its place in it. */
export function findReferences(text: string): readonly TemplateReference[] {
  return scanTemplate(text).parts.filter((part) => typeof part !== 'string');
}

interface Scan {
  readonly parts: readonly (string | TemplateReference)[];
  readonly problems: readonly TemplateProblem[];
}

function scanTemplate(text: string): Scan {
  const parts: (string | TemplateReference)[] = [];
  const problems: TemplateProblem[] = [];
  let literal = '';
  let position = 0;
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, position)) {
    if (open > position && text[open - 1] === '$') {
      literal += `${text.slice(position, open - 1)}${OPEN}`;
      position = open + OPEN.length;
      continue;
    }
    literal += text.slice(position, open);
    if (literal !== '') parts.push(literal);
    literal = '';
    const read = readReference(text, open);
    if ('problem' in read) problems.push(read.problem);
    const reference = 'problem' in read ? new Reference(['unreadable']) : read.reference;
    parts.push({ start: open, end: read.end, reference });
    position = read.end;
  }
  literal += text.slice(position);
  if (literal !== '') parts.push(literal);
  return { parts, problems };
}

type Read =
  | { readonly end: number; readonly reference: Reference }
  | { readonly end: number; readonly problem: TemplateProblem };

/** Reads one reference; `open` is the offset of its `${{`. */
function readReference(text: string, open: number): Read {
  const path = readPath(text, open + OPEN.length);
  const close = path === undefined ? -1 : skipSpaces(text, path.end);
  if (path === undefined || !text.startsWith('}}', close)) return unreadable(text, open);
  const end = close + 2;
  const meaning = interpretPath(path.segments);
  if (meaning instanceof Reference) return { end, reference: meaning };
  return { end, problem: { start: open, end, ...meaning } };
}

function unreadable(text: string, open: number): Read {
  const close = text.indexOf('}}', open);
  const lineEnd = text.indexOf('\n', open);
  const end = close === -1 ? (lineEnd === -1 ? text.length : lineEnd) : close + 2;
  const isOpen = close === -1;
  return {
    end,
    problem: {
      start: open,
      end,
      code: 'PLAN_REFERENCE_SYNTAX',
      summary: isOpen ? 'reference is not closed' : 'reference that cannot be read',
      detail: isOpen
        ? `A reference starts with \`\${{\` and ends with \`}}\`; the end is missing.`
        : 'A reference holds one path of names and dots, such as `inputs.region` or `migrations.orders[a].outputs.task_id`. There are no operators or functions.',
      hint: isOpen
        ? 'Add `}}`, or write `$${{` for a literal `${{`.'
        : `Write \`\${{ path }}\`, or \`$\${{\` for a literal \`\${{\`.`,
    },
  };
}

interface Segment {
  readonly text: string;
  /** `.name`, `[key]` or `["key"]`. */
  readonly form: 'name' | 'bracket' | 'quoted';
}

function readPath(
  text: string,
  from: number,
): { readonly end: number; readonly segments: readonly Segment[] } | undefined {
  const name = /[A-Za-z0-9_][A-Za-z0-9_-]*/y;
  const bracket = /\[(?:"([^"\n]*)"|'([^'\n]*)'|([^\]\n]*))\]/y;
  const segments: Segment[] = [];
  let end = skipSpaces(text, from);
  for (let expectsName = true; ; ) {
    const pattern: RegExp = expectsName ? name : bracket;
    pattern.lastIndex = end;
    const match: RegExpExecArray | null = pattern.exec(text);
    if (match !== null) {
      const quoted = match[1] ?? match[2];
      const form = expectsName ? 'name' : quoted === undefined ? 'bracket' : 'quoted';
      segments.push({ text: expectsName ? match[0] : (quoted ?? match[3] ?? '').trim(), form });
      end = pattern.lastIndex;
    } else if (expectsName) return undefined;
    expectsName = match !== null && text[end] === '.';
    if (expectsName) end += 1;
    else if (text[end] !== '[') return { end, segments };
    else if (match === null) return undefined;
  }
}

function skipSpaces(text: string, from: number): number {
  let position = from;
  while (text[position] === ' ' || text[position] === '\n' || text[position] === '\t') position += 1;
  return position;
}

type PathProblem = Pick<TemplateProblem, 'code' | 'summary' | 'detail' | 'hint'>;

function interpretPath(segments: readonly Segment[]): Reference | PathProblem {
  const [root] = segments;
  switch (root?.text) {
    case 'inputs':
      return interpretNamed(root.text, segments);
    case 'secrets':
      return interpretSecret(segments);
    case 'each':
      return interpretEach(segments);
    case 'migrations':
      return interpretOutput(segments);
    default:
      return unknownRoot(root?.text ?? '');
  }
}

function interpretNamed(root: string, segments: readonly Segment[]): Reference | PathProblem {
  const [, name, ...fields] = segments;
  const hasFields = root === 'inputs' && fields.every(({ form }) => form !== 'bracket');
  if (name?.form === 'name' && (fields.length === 0 || hasFields))
    return new Reference(segments.map(({ text }) => text));
  return root === 'inputs'
    ? malformed(
        '`inputs` is followed by a name, and by fields where the input is a map.',
        'Write `${{ inputs.<name> }}` or `${{ inputs.<name>.<field> }}`.',
      )
    : malformed(`\`${root}\` is followed by one name.`, `Write \`\${{ ${root}.<name> }}\`.`);
}

/** `secrets.<name>`, `secrets.<family>[<key>]` or `secrets[each.…]`. */
function interpretSecret(segments: readonly Segment[]): Reference | PathProblem {
  const rest = segments.slice(1);
  const family = rest[0]?.form === 'name' ? rest[0] : undefined;
  const [key, ...more] = family === undefined ? rest : rest.slice(1);
  if (family !== undefined && key === undefined) return interpretNamed('secrets', segments);
  if (key !== undefined && key.form !== 'name' && more.length === 0) {
    const each = eachInBrackets(key);
    if (each instanceof Reference) return new KeyedSecret(family?.text, each);
    if (each !== undefined) return each;
    if (family !== undefined) return new Reference(['secrets', `${family.text}[${key.text}]`]);
  }
  return malformed(
    '`secrets` is followed by one name, by the name and the key of a family, or by a field of `each` in brackets.',
    `Write \`\${{ secrets.<name> }}\`, \`\${{ secrets.<family>[<key>] }}\` or \`\${{ secrets[each.value.<field>] }}\`.`,
  );
}

/** Undefined: the brackets hold a key as it is. */
function eachInBrackets({ form, text }: Segment): Reference | PathProblem | undefined {
  if (form !== 'bracket' || !/^each\.(key|value)\b/.test(text)) return undefined;
  return interpretEach(text.split('.').map((name) => ({ text: name, form: 'name' })));
}

function interpretEach(segments: readonly Segment[]): Reference | PathProblem {
  const [, part, ...fields] = segments;
  const isKey = part?.text === 'key' && fields.length === 0;
  const isValue = part?.text === 'value';
  if (part?.form === 'name' && (isKey || isValue)) return new Reference(segments.map((segment) => segment.text));
  return malformed(
    '`each` has a `key` and a `value`; the value may be followed by the names of its fields.',
    `Write \`\${{ each.key }}\`, \`\${{ each.value }}\` or \`\${{ each.value.<field> }}\`.`,
  );
}

function interpretOutput(segments: readonly Segment[]): Reference | PathProblem {
  const [, migration, ...rest] = segments;
  const key = rest[0]?.form === 'name' ? undefined : rest[0];
  const [outputs, output, ...more] = key === undefined ? rest : rest.slice(1);
  const isComplete = migration?.form === 'name' && outputs?.text === 'outputs' && output?.form === 'name';
  if (!isComplete || more.length > 0) {
    return malformed(
      'A reference to what a migration captured names the migration, the unit’s key where there is one, and the output.',
      `Write \`\${{ migrations.<name>.outputs.<output> }}\` or \`\${{ migrations.<name>[<key>].outputs.<output> }}\`.`,
    );
  }
  const each = key === undefined ? undefined : eachInBrackets(key);
  if (each !== undefined) return each instanceof Reference ? new KeyedOutput(migration.text, each, output.text) : each;
  const address = key === undefined ? migration.text : `${migration.text}[${key.text}]`;
  return new Reference(['migrations', address, 'outputs', output.text]);
}

function malformed(detail: string, hint: string): PathProblem {
  return { code: 'PLAN_REFERENCE_SYNTAX', summary: 'incomplete reference', detail, hint };
}

function unknownRoot(root: string): PathProblem {
  const suggestion = suggest(root, ROOTS);
  return {
    code: 'PLAN_REFERENCE_UNKNOWN',
    summary: 'unknown reference',
    detail: `\`${root}\` is not something a plan can refer to; there are inputs, secrets, each and migrations.`,
    hint: suggestion === undefined ? 'Start the reference with one of these names.' : `did you mean \`${suggestion}\`?`,
  };
}
