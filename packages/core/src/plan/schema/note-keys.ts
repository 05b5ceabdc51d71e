/** `x-…` keys hold what a plan repeats by anchors, and what other tools read: they are not evaluated. */
export function isNoteKey(key: string): boolean {
  return key.startsWith('x-');
}
