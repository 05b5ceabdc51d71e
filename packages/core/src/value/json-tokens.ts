/** Whole texts and brackets of a JSON text, in its order; what is between them says nothing about keys. */
export const JSON_TOKENS: RegExp = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;

/** Whether a text that ends here is a key. */
export function isFollowedByColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at += 1;
  return text[at] === ':';
}

/** Escapes read: `"a"` and `"\\u0061"` are one key. */
export function readKey(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
