/** Limits of a transport. Every one is in force; leaving a key out means its default. */
export interface TransportOptions {
  /** Until a connection (TCP and TLS) is established. Minimum 1, default 5,000 milliseconds. */
  readonly connectTimeoutMs?: number;
  /** From the request's last byte to the answer's headers. Minimum 1, default 30,000 milliseconds. */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the answer's body. Minimum 1, default 30,000 milliseconds. */
  readonly bodyTimeoutMs?: number;
  /**
   * From the request's first byte to the answer's last, so that a dripping answer ends.
   *
   * @default 120,000 milliseconds
   */
  readonly exchangeTimeoutMs?: number;
  /**
   * Of one answer's body.
   *
   * @default 16 MiB
   */
  readonly maxResponseBytes?: number;
  /**
   * Open connections to one origin; further requests wait for a free one.
   *
   * @default 64
   */
  readonly maxConnectionsPerOrigin?: number;
  /**
   * Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read.
   *
   * @default the process's environment
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Where relative paths of certificate files start.
   *
   * @default the process's working directory
   */
  readonly cwd?: string;
}

/** Those that are numbers. */
export type TransportLimits = Required<Omit<TransportOptions, 'env' | 'cwd'>>;

export const DEFAULT_TRANSPORT_OPTIONS: TransportLimits = {
  connectTimeoutMs: 5_000,
  headersTimeoutMs: 30_000,
  bodyTimeoutMs: 30_000,
  exchangeTimeoutMs: 120_000,
  maxResponseBytes: 16 * 1024 * 1024,
  maxConnectionsPerOrigin: 64,
};
