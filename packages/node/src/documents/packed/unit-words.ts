const UNIT = '{unit}';
const KEY = '{key}';
/** A shorter key is found where it means nothing. */
const LEAST_KEY_LENGTH = 4;

/** Puts the address of a unit, and the key within it, into texts and takes them out again. */
export class UnitWords {
  readonly #address: string;
  readonly #key: string | undefined;

  constructor(address: string) {
    this.#address = address;
    const key = address.endsWith(']') ? address.slice(address.indexOf('[') + 1, -1) : '';
    this.#key = key.length < LEAST_KEY_LENGTH ? undefined : key;
  }

  /** Undefined for a text that could not be distinguished from one that words were taken out of. */
  takeOut(text: string): string | undefined {
    if (text.includes('{') && (text.includes(UNIT) || text.includes(KEY))) return undefined;
    // The key is in the address, and in most texts is neither.
    if (this.#key !== undefined && !text.includes(this.#key)) return text;
    const without = this.#address === '' ? text : text.replaceAll(this.#address, () => UNIT);
    return this.#key === undefined ? without : without.replaceAll(this.#key, () => KEY);
  }

  putIn(text: string): string {
    if (!text.includes('{')) return text;
    return text.replaceAll(/\{unit\}|\{key\}/g, (word) => (word === UNIT ? this.#address : (this.#key ?? KEY)));
  }
}
