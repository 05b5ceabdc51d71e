/**
 * Real servers behind the instances of a stand, and what moves data between them. What that is differs from kind to kind: a stand
 * says which kind it can use (`SandboxStand.dataKind`), and has its methods then.
 */
export interface DataPlane {
  /** What its servers hold, such as `keys`. A sandbox has no two of one kind. */
  readonly kind: string;
  /** All instances there are, in the order in which they were given. */
  instances(): readonly PlaneInstance[];
}

/** An instance as it is now. */
export interface PlaneInstance {
  readonly id: string;
  readonly name?: string;
  /** Where clients reach it. */
  readonly host: string;
  readonly port: number;
  /** Of the server, such as 7.0.15. */
  readonly version: string;
}

/**
 * One whose servers hold keys. A stand that has one shows what really happens; without one it computes progress from durations.
 * Nothing here waits: work begins, and is asked how far it is.
 */
export interface KeyPlane extends DataPlane {
  readonly kind: 'keys';
  instances(): readonly KeyInstance[];
  /** Copies what the source holds, and with `follows` what is written to it from then on, until it is stopped. */
  copy(order: CopyOrder): Transfer;
  /** Copies what is in backup files. A damaged file fails the transfer and never reaches the target. */
  importBackup(order: ImportOrder): Transfer;
  /**
   * Swaps the addresses at which clients reach two instances; connections that clients have are dropped. With a transfer,
   * writes to the source are held until everything is copied, and the transfer ends with the swap.
   */
  exchangeAddresses(order: ExchangeOrder): PlaneWork;
  /** Ends every transfer, and gives each instance back its first address. Keys stay. */
  reset(): void;
}

export interface KeyInstance extends PlaneInstance {
  /** The vendor's word for how it is built. */
  readonly mode: string;
  readonly hasPassword: boolean;
  readonly databases: number;
  readonly usedMemoryMb: number;
  readonly maxMemoryMb: number;
  /** Ids of the backups that there are of it. */
  readonly backups: readonly string[];
}

/** One side of a transfer: an instance by its id, or a server by its address. */
export interface PlaneSide {
  readonly id: string | null;
  /** `host:port`. */
  readonly address: string | null;
  readonly password: string | null;
}

export interface CopyOrder {
  readonly source: PlaneSide;
  readonly target: PlaneSide;
  /** Also what is written later. */
  readonly follows: boolean;
  readonly damage: readonly Damage[];
  /** Which keys are damaged follows from it and the seed. */
  readonly name: string;
}

export interface ImportOrder {
  readonly backup: PlaneBackup;
  readonly target: PlaneSide;
  readonly damage: readonly Damage[];
  readonly name: string;
}

/** A backup of an instance, or files of a bucket. */
export type PlaneBackup =
  | { readonly kind: 'record'; readonly backupId: string }
  | { readonly kind: 'files'; readonly bucket: string; readonly names: readonly string[] };

export interface ExchangeOrder {
  readonly sourceId: string;
  readonly targetId: string;
  readonly transfer?: Transfer;
}

/** What a transfer does wrong without saying so. */
export interface Damage {
  /**
   * `lose`: keys are not at the target; `truncate`: the end of their values is not; `drop-ttl`: they no longer expire;
   * `stop-early`: nothing is copied after so many keys, nor anything written later.
   */
  readonly what: DamageKind;
  readonly keys: number;
}

export type DamageKind = 'lose' | 'truncate' | 'drop-ttl' | 'stop-early';

/** One key that a transfer has damaged, for whoever wants to know whether that is found. */
export interface DamagedKey {
  readonly what: DamageKind;
  readonly database: number;
  readonly key: string;
}

/** Work that has begun. Times are milliseconds since 1970; undefined: not yet. */
export interface PlaneWork {
  readonly endedAtMs: number | undefined;
  readonly failure: PlaneFailure | undefined;
}

export interface PlaneFailure {
  readonly atMs: number;
  readonly message: string;
}

export interface Transfer extends PlaneWork {
  /** When everything that was there at its beginning had arrived. */
  readonly copiedAtMs: number | undefined;
  /** The last that was measured, a fraction of a second old at most while the transfer works. */
  readonly numbers: TransferNumbers;
  readonly log: readonly TransferLine[];
  readonly damaged: readonly DamagedKey[];
  stop(): void;
  /** The same order once more, after its end. */
  restart(damage: readonly Damage[]): Transfer;
}

export interface TransferNumbers {
  /** Of what was there at the beginning, 0 to 1. */
  readonly copiedFraction: number;
  readonly sourceKeys: number;
  readonly targetKeys: number;
  /** Bytes of the source's replication stream that the target does not have yet; undefined while nothing is followed. */
  readonly behindBytes: number | undefined;
  /** Since the measurement before. */
  readonly kilobytesPerSecond: number;
  readonly commandsPerSecond: number;
}

export interface TransferLine {
  readonly atMs: number;
  readonly level: 'INFO' | 'ERROR';
  readonly message: string;
}
