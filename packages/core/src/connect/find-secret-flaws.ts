/**
 * What is suspicious about a secret's value: characters that belong to the file or the editor rather than to the secret.
 * They are sent as they are, so the vendor would take them for a part of the password. Phrases without the value in it,
 * each continuing "the value …".
 */
export function findSecretFlaws(value: string): readonly string[] {
  const flaws: string[] = [];
  const inner = value.replace(/^\ufeff/, '');
  if (inner !== value) flaws.push('begins with a byte order mark (U+FEFF)');
  if (inner.includes('\ufffd')) flaws.push('holds U+FFFD, which replaces bytes that were not UTF-8');
  if (/[\r\n]$/.test(inner)) flaws.push('ends in a line break after the one that is removed');
  else if (/\s$/.test(inner)) flaws.push('ends in white space');
  if (/^\s/.test(inner)) flaws.push('begins with white space');
  const odd =
    /[\p{Cc}--[\t\r\n]]/v.exec(inner) ?? /[\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/.exec(inner);
  if (odd !== null) flaws.push(`holds the invisible character U+${codeOf(odd[0])}`);
  return flaws;
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
