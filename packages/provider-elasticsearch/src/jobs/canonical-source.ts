import { JsonScanner } from './json-scanner.ts';

/**
 * One text for all texts of a JSON value that mean the same: members by their names, no spaces, no needless escapes. Integers
 * are exact, whatever their size. All other numbers count as doubles, which is how clusters keep them when they copy:
 * `1.10` is `1.1`, `1E+2` is `100.0`, and a fraction of 23 digits is rounded.
 *
 * @throws SyntaxError
 */
export function canonicalSource(source: string): string {
  return canonicalValue(new JsonScanner(source));
}

function canonicalValue(scanner: JsonScanner): string {
  switch (scanner.first()) {
    case '{':
      return canonicalObject(scanner);
    case '[':
      return canonicalArray(scanner);
    case '"':
      return canonicalString(scanner.raw());
    default:
      return canonicalScalar(scanner.raw());
  }
}

function canonicalObject(scanner: JsonScanner): string {
  const members: (readonly [name: string, value: string])[] = [];
  let isSorted = true;
  let last = '';
  scanner.object((name) => {
    isSorted &&= members.length === 0 || last < name;
    last = name;
    members.push([name, canonicalValue(scanner)]);
  });
  // Most come in the same order each time, and few in this one.
  if (!isSorted) members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

function canonicalArray(scanner: JsonScanner): string {
  const elements: string[] = [];
  scanner.array(() => elements.push(canonicalValue(scanner)));
  return `[${elements.join(',')}]`;
}

/** A string without escapes is printed as it is. */
function canonicalString(raw: string): string {
  return raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw;
}

const INTEGER = /^-?\d+$/;

function canonicalScalar(raw: string): string {
  if (raw === 'true' || raw === 'false' || raw === 'null') return raw;
  if (INTEGER.test(raw)) return raw === '-0' ? '0' : raw;
  const number = Number(raw);
  // Beyond every double: nothing was rounded, since it was not read as one.
  return Number.isFinite(number) ? String(number) : raw.toLowerCase();
}
