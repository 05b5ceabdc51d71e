import { parseSync } from 'oxc-parser';

/** A node of the parsed text, as far as it is asked here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/**
 * Where an object literal spreads something only if a value is there: `...(x === undefined ? {} : …)`, the same with
 * `null`, an empty text, list or map, and `...(x && { … })`. Each as `line: source`.
 *
 * @throws Error if the parser cannot read the text
 */
export function findConditionalSpreads(file: string, text: string): readonly string[] {
  const { errors, program } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return spreadsIn(program)
    .filter((argument) => isOnlyWithValue(argument, text))
    .map(({ start, end }) => `${text.slice(0, start).split('\n').length}: ${text.slice(start, end)}`);
}

/** What object literals spread. */
function spreadsIn(node: unknown): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap(spreadsIn);
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(spreadsIn);
  const { type, properties } = node as { readonly type?: string; readonly properties?: readonly Node[] };
  if (type !== 'ObjectExpression' || properties === undefined) return below;
  const spreads = properties.filter((property) => property.type === 'SpreadElement');
  return [...spreads.map(({ argument }) => bare(argument)), ...below];
}

function isOnlyWithValue({ type, ...argument }: Node, text: string): boolean {
  if (type === 'LogicalExpression') return argument['operator'] === '&&' && isObject(bare(argument['right']));
  if (type !== 'ConditionalExpression') return false;
  const test = bare(argument['test']);
  if (isEmptyObject(bare(argument['consequent']))) return saysAbsent(test, text);
  return isEmptyObject(bare(argument['alternate'])) && saysPresent(test, text);
}

function saysAbsent(test: Node, text: string): boolean {
  if (isLogical(test, '||')) return operandsOf(test).some((operand) => saysAbsent(operand, text));
  return test.type === 'BinaryExpression' && test['operator'] === '===' && isOfValue(test, text);
}

function saysPresent(test: Node, text: string): boolean {
  if (isLogical(test, '&&')) return operandsOf(test).some((operand) => saysPresent(operand, text));
  const isDifferent = test['operator'] === '!==' || test['operator'] === '>';
  return test.type === 'BinaryExpression' && isDifferent && isOfValue(test, text);
}

/** A comparison with what stands for no value; a number 0 does so only as how much is in something. */
function isOfValue(test: Node, text: string): boolean {
  const [left = '', right = ''] = operandsOf(test).map(({ start, end }) => text.slice(start, end));
  return right === '0' ? /\.(?:length|size)$/.test(left) : /^(?:undefined|null|''|"")$/.test(right);
}

function isLogical(node: Node, operator: string): boolean {
  return node.type === 'LogicalExpression' && node['operator'] === operator;
}

function operandsOf({ left, right }: Node): readonly Node[] {
  return [bare(left), bare(right)];
}

function isObject({ type }: Node): boolean {
  return type === 'ObjectExpression';
}

function isEmptyObject(node: Node): boolean {
  return isObject(node) && (node['properties'] as readonly Node[]).length === 0;
}

/** Without parentheses and assertions of a type around it. */
function bare(node: unknown): Node {
  const { type, expression } = node as Node;
  const isWrapped = type === 'ParenthesizedExpression' || type === 'TSAsExpression';
  return isWrapped ? bare(expression) : (node as Node);
}
