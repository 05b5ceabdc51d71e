export interface UnitFailure {
  readonly unit: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** The code, and the message without the ids in it and without the unit's own name. */
export function causeOf({ unit, code, message }: UnitFailure): string {
  const bracket = unit.indexOf('[');
  // `orders[orders-2024]` names its things by its key, which vendors repeat in their messages.
  const names = bracket === -1 ? [unit] : [unit, unit.slice(bracket + 1, -1)];
  const anonymous = names.reduce((text, name) => text.replace(asWord(name), '#'), message);
  return `${code}\n${withoutIds(anonymous)}`;
}

export function withoutIds(message: string): string {
  return message.replace(WORD, (word) => (isId(word) ? '#' : word));
}

function asWord(name: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${RegExp.escape(name)}(?![A-Za-z0-9])`, 'g');
}

/** Letters, digits and what holds ids together. */
const WORD = /[A-Za-z0-9]+(?:[-_.:][A-Za-z0-9]+)*/g;
const LEAST_ID_LENGTH = 8;

/** Ids of tasks and requests, and names of indices by year, are long and have digits; the words of a language have none. */
function isId(word: string): boolean {
  return word.length >= LEAST_ID_LENGTH && /\d/.test(word);
}
