// Where a vendor's provider and its stand would meet: the stand is the oracle of the provider's tests.
import { parseSync } from 'oxc-parser';
import { importsIn } from './read-imports.ts';

/** A file of a vendor's package: `packages/provider-<type>/src/…`. */
const OF_VENDOR = /^packages\/provider-(?!kit\/)[^/]+\/src\//;
const OF_STAND = /^packages\/provider-[^/]+\/src\/stand\//;
const VENDOR_PACKAGE = /^@waybill\/provider-(?!kit$)/;

/**
 * What a file of a vendor's package takes from the other side, by the files and packages that its imports lead to, however
 * they are written; and what could take anything: `createRequire`, and a dynamic import of a computed path.
 */
export function findMeetings(file: string, text: string): readonly string[] {
  if (!OF_VENDOR.test(file)) return [];
  const [own = ''] = (OF_STAND.exec(file) ?? OF_VENDOR.exec(file)) as readonly string[];
  const isOfStand = OF_STAND.test(file);
  const reached = importsIn(file, text).map(({ to }) => to);
  const other = reached.filter((to) => {
    if (to.startsWith('@')) return isOfStand ? to !== '@waybill/stand-kit' : isOther(to);
    return !to.startsWith(own) || (!isOfStand && OF_STAND.test(to));
  });
  return [...other, ...computedIn(parseSync(file, text).program)];
}

function isOther(name: string): boolean {
  return name === '@waybill/stand-kit' || VENDOR_PACKAGE.test(name);
}

interface Node {
  readonly type?: string;
  readonly name?: unknown;
  readonly source?: { readonly type?: string; readonly value?: unknown };
}

function computedIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(computedIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, source } = node as Node;
  const below = Object.values(node).flatMap(computedIn);
  if (type === 'Identifier' && (name === 'createRequire' || name === 'require')) return [name, ...below];
  return type === 'ImportExpression' && typeof source?.value !== 'string' ? ['a computed import', ...below] : below;
}
