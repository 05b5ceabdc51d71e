export interface IniSection {
  readonly name: string;
  /** In the order of the file. A name may be given twice, and a value may be empty: the reader decides. */
  readonly entries: readonly (readonly [name: string, value: string])[];
}

/**
 * The sections of an INI file, in its order; what stands before the first one has the name ''. `#` and `;` start a comment
 * at the start of a line only, because a key may hold either character.
 */
export function readIniSections(text: string): readonly IniSection[] {
  let current: { readonly name: string; readonly entries: [string, string][] } = { name: '', entries: [] };
  const sections = [current];
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    const header = /^\[(.*)\]$/.exec(line)?.[1];
    const equals = line.indexOf('=');
    if (header !== undefined) {
      current = { name: header.trim(), entries: [] };
      sections.push(current);
    } else if (equals > 0 && !/^[#;]/.test(line)) {
      current.entries.push([line.slice(0, equals).trim(), line.slice(equals + 1).trim()]);
    }
  }
  return sections;
}
