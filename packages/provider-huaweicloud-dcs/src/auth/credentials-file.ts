/**
 * The `[basic]` section of the vendor's credentials file: an INI file with `ak`, `sk` and optionally `security_token`
 * and `project_id`. Later keys win, as in the vendor's SDKs; `#` and `;` start a comment at the start of a line only,
 * because a key may hold either character.
 */
export function parseCredentialsFile(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    const header = /^\[(.*)\]$/.exec(line);
    const equals = line.indexOf('=');
    if (header !== null) section = header[1]?.trim().toLowerCase() ?? '';
    else if (section === 'basic' && equals > 0 && !/^[#;]/.test(line)) {
      values.set(line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim());
    }
  }
  return values;
}
