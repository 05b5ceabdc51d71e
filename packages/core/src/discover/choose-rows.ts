import { matchAddress } from '../value/match-address.ts';

export interface RowPatterns {
  /**
   * Names in which `*` matches any text; a row is asked for when one of them fits.
   *
   * @default every row
   */
  readonly match?: readonly string[];
  /**
   * Rows that are left out all the same.
   *
   * @default none
   */
  readonly exclude?: readonly string[];
}

/** Which rows are asked for, by name. What is internal has to be named by a pattern that does not begin with `*`. */
export function chooseRows(
  { match = [], exclude = [] }: RowPatterns,
  isInternal: (name: string) => boolean = () => false,
): (name: string) => boolean {
  const wanted = match.map((pattern) => ({ fits: matchAddress(pattern), isBroad: pattern.startsWith('*') }));
  const unwanted = exclude.map(matchAddress);
  return (name) => {
    const fitting = wanted.filter(({ fits }) => fits(name));
    const isNamed = fitting.some(({ isBroad }) => !isBroad);
    if (isInternal(name) ? !isNamed : match.length > 0 && fitting.length === 0) return false;
    return !unwanted.some((fits) => fits(name));
  };
}
