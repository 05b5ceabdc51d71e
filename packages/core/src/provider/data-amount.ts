/** How much data a unit is about, as a check has found it at its source. */
export type DataAmount = {
  /** What is counted, in the plural: `Lucene documents`, `keys`. Amounts of the same are added up. */
  readonly of: string;
  /** @default not known */
  readonly count?: number;
  /** @default not known */
  readonly bytes?: number;
};
