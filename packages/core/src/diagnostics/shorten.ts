/** So much of a name or value is shown in a message. */
const MOST_CHARACTERS = 60;

/** A name or value from a plan, as a message shows it: cut between characters, never within one. */
export function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : text;
}
