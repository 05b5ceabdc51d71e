/** What comparisons found, in the casing that is part of `--json`. */

/** What the copy of a unit is without, because the plan allows it; or what differs, and clients may have written. */
export interface OmittedUnit {
  readonly unit: string;
  readonly count: number;
  /** Clients use the copy, and had written to it when it was compared. Absent: the plan allows it. */
  readonly written?: true;
  /** Where all of them are. Absent: nowhere. */
  readonly place?: string;
  /** The first ones. */
  readonly named: readonly {
    /** `refused`, `missing`. */
    readonly what: string;
    readonly id: string;
    readonly details?: Readonly<Record<string, string>>;
  }[];
}

/** Units that were compared with the same result, as thoroughly. */
export interface ComparedUnits {
  readonly result: VerificationResult;
  readonly units: number;
  /** How thoroughly. */
  readonly level?: string;
  /** Documents of all of them, where that is what they compared. */
  readonly documents?: number;
  /** How many of them the copies lack, because the plan allows it. */
  readonly omitted?: number;
}

export interface JsonVerification {
  /** The most serious of all. */
  readonly result: VerificationResult;
  readonly units: Readonly<Record<VerificationResult, number>>;
}

export type VerificationResult = 'equal' | 'different' | 'unstable';

/** A unit that was compared again after it was applied. */
export interface VerifiedUnitJson {
  readonly unit: string;
  readonly result: VerificationResult;
  /** How thoroughly. */
  readonly level: string;
  /** For equal sides: how many the copy lacks, because the plan allows it. Absent: none. */
  readonly omitted?: number;
  readonly at: string;
  readonly by: string;
  /** With --freshness: whether either side has been written to since then. */
  readonly freshness?: 'fresh' | 'stale' | 'unknown';
}
