import { isFollowedByColon, JSON_TOKENS, readKey } from './json-tokens.ts';

/**
 * The keys of the object that a JSON text is, in the text's order: JavaScript moves those that look like list indexes to
 * the front. Only of valid JSON in which no key is given twice. Linear in the length of the text.
 */
export function listTopKeys(text: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(JSON_TOKENS)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && isFollowedByColon(text, index + token.length)) keys.push(readKey(token));
  }
  return keys;
}
