/** How much of a message is shown, in characters: vendors repeat the whole request that they would have signed. */
const LONGEST_MESSAGE = 440;
/** Of a longer one, what is kept of its end, where it says why no other credentials could be read. */
const KEPT_END = 160;

/** How far a cut moves to stand between two words. */
const LONGEST_WORD = 40;

/** A message in one line of limited length. What is left out is in the journal and in JSON. */
export function shortMessage(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim());
  if (characters.length <= LONGEST_MESSAGE) return characters.join('');
  const begin = characters.slice(0, LONGEST_MESSAGE - KEPT_END);
  const end = characters.slice(-KEPT_END);
  const lastSpace = begin.lastIndexOf(' ');
  const firstSpace = end.indexOf(' ');
  const kept = begin.length - lastSpace <= LONGEST_WORD ? begin.slice(0, lastSpace) : begin;
  const rest = firstSpace >= 0 && firstSpace < LONGEST_WORD ? end.slice(firstSpace + 1) : end;
  return `${kept.join('').trimEnd()} … ${rest.join('').trimStart()}`;
}
