/** How far work is, in what it counts. */
export interface WorkDone {
  /** What is counted, in the plural: `documents`, `keys`. Work on the same is added up. */
  readonly of: string;
  readonly done: number;
  /** @default not known */
  readonly total?: number;
}
