import type { DataPlane } from './data-plane.ts';
import type { Schema } from './schema.ts';

/** Real servers that a sandbox can be started with, and what the command line offers for them. */
export interface SandboxDataPlane {
  /** What is given to `--data` for it alone; no two have the same, and none is `simulated` or `real`. */
  readonly name: string;
  /** What it does: continues a sentence of help that begins with its name. */
  readonly summary: string;
  /** What only it is given, in the order in which help shows them. */
  readonly options: readonly DataPlaneOption[];
  /**
   * Checks everything that can be checked without starting a server.
   *
   * @throws DataPlaneError if something that it needs is not there
   */
  prepare(input: DataPlaneInput): PreparedDataPlane;
}

/** An option of the command line. */
export interface DataPlaneOption {
  /** Without dashes at its beginning. No other option of the command has it, of another data plane or its own. */
  readonly name: string;
  /** A path, or JSON as text or in a file. */
  readonly value: 'file' | 'folder' | 'json';
  /** What it is for. */
  readonly help: string;
  /** What a JSON value has to be. */
  readonly schema?: Schema;
}

export interface DataPlaneInput {
  /** The options that were given, by their names: absolute paths, and values that their schemas accept. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Which keys faults damage follows from it. */
  readonly seed: number;
  /** Where programs are looked for. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Nothing of it runs yet. */
export interface PreparedDataPlane {
  /** @throws DataPlaneError if something that it needs is not there, or cannot be used */
  start(): Promise<RunningDataPlane>;
}

/** Real servers on loopback, and what moves data between them. Closing it ends every server that it has started. */
export interface RunningDataPlane extends DataPlane, AsyncDisposable {}
