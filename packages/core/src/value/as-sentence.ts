/** A message that ends as it came, such as that of a socket, with a full stop. */
export function asSentence(message: string): string {
  return /[\p{L}\p{N}]$/u.test(message) ? `${message}.` : message;
}
