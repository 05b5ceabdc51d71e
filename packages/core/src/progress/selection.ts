export interface PreviewSelection {
  readonly target: readonly string[];
  readonly exclude: readonly string[];
  /** Units of the plan that are left out. */
  readonly left_out: number;
}

/** Which units of a plan are meant: all of them, or those that patterns name. */
export interface Selection {
  readonly target: readonly string[];
  readonly exclude: readonly string[];
  readonly leftOutCount: number;
  /** Whether a unit is among those that are meant. */
  readonly includes: (unit: string) => boolean;
}

export function selectAll(): Selection {
  return { target: [], exclude: [], leftOutCount: 0, includes: () => true };
}

export function describeSelection({ target, exclude, leftOutCount }: Selection): PreviewSelection {
  return { target, exclude, left_out: leftOutCount };
}
