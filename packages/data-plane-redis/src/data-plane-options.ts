import type { InstanceSpec } from './instance-spec.ts';

export interface DataPlaneOptions {
  /**
   * Path of the `redis-server` to start.
   *
   * @default the first on PATH
   */
  readonly program?: string;
  /** @default one with keys of every kind, and one without any */
  readonly instances?: readonly InstanceSpec[];
  /** Folder that holds buckets: the file FILE of the bucket BUCKET is `BUCKET/FILE` in it. */
  readonly buckets?: string;
  /**
   * Which keys faults damage follows from it.
   *
   * @default 1
   */
  readonly seed?: number;
}
