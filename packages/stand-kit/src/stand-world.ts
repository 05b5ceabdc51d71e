import type { AddressBook } from './address-book.ts';
import type { DataPlane } from './data-plane.ts';
import type { RandomSource } from './random.ts';
import type { RateLimit } from './rate-limit.ts';

/** Settings that every stand keeps to. */
export interface GeneralSettings {
  /** Any well-formed instance id exists; when false only the seeded instances do. */
  readonly autoCreateInstances: boolean;
  /** How far a signature's time may be from the sandbox's clock; null switches the check off. */
  readonly maxSkewMs: number | null;
}

/** Everything that a stand may depend on: time, chance, durations and its own settings. */
export interface StandWorld<
  Settings extends object = object,
  DurationName extends string = never,
  Data extends DataPlane = DataPlane,
> {
  readonly seed: number;
  readonly random: RandomSource;
  /** The moment of the call that is being answered, or of the clock between calls. */
  nowMs(): number;
  generalSettings(): GeneralSettings;
  settings(): Settings;
  /** Null: calls are not limited. */
  rateLimit(): RateLimit | null;
  /**
   * Real servers behind the instances, of the stand's `dataKind`.
   *
   * @default none: what moves is simulated
   */
  readonly data?: Data;
  /**
   * Where addresses lead that a stand has exchanged.
   *
   * @default each leads to its own host
   */
  readonly addresses?: AddressBook;
  /** The named duration of one piece of work, with the jitter that belongs to its name. */
  durationMs(name: DurationName, workName: string): number;
}
