import { type ListedStand, type NamedStand, STANDS } from '../listed-stands.ts';

/** How long the simulated work takes, in milliseconds. Changes apply to what is started afterwards. */
export type Durations = AllOf<ListedStand['durations']> & {
  /** Each duration is stretched or shrunk by up to this fraction, by seed and task. */
  readonly jitterFraction: number;
};

/** The members of every one of the types of a union. */
type AllOf<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

export const DEFAULT_DURATIONS: Durations = defaultDurations(STANDS);

export function defaultDurations(stands: readonly NamedStand[]): Durations {
  return Object.fromEntries([
    ...stands.flatMap(({ durations }) => Object.entries(durations)),
    ['jitterFraction', 0.2],
  ]) as Durations;
}
