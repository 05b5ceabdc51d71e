import { readIniSections } from '@waybill/provider-kit';

/**
 * The `[basic]` section of the vendor's credentials file: an INI file with `ak`, `sk` and optionally `security_token`
 * and `project_id`. Later keys win, as in the vendor's SDKs.
 */
export function parseCredentialsFile(text: string): ReadonlyMap<string, string> {
  const entries = readIniSections(text)
    .filter(({ name }) => name.toLowerCase() === 'basic')
    .flatMap((section) => section.entries);
  return new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
