import { isFollowedByColon, JSON_TOKENS, readKey } from './json-tokens.ts';

/**
 * The first key that a JSON text gives twice in one object. `JSON.parse` keeps the last one without a word, other readers
 * the first. Only valid JSON is judged: of any other text nothing certain can be said. Linear in the length of the text.
 */
export function findRepeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (const { 0: token, index } of text.matchAll(JSON_TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else {
      const keys = open.at(-1);
      if (keys === undefined || !isFollowedByColon(text, index + token.length)) continue;
      const key = readKey(token);
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
