import type { DataPlane, SandboxStand } from '@waybill/stand-kit';
import type { SandboxControl } from '../control/sandbox-control.ts';
import type { FaultScript } from '../faults/fault-script.ts';
import type { CredentialsPatch, SandboxCredentials } from '../settings/credentials.ts';
import type { Durations } from '../settings/durations.ts';
import type { SettingsPatch } from '../settings/settings.ts';
import type { SandboxClock } from '../world/clock.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. The sandbox listens on 127.0.0.1 only. */
  readonly port?: number;
  /**
   * Ids, jitter and fault chances follow from it.
   *
   * @default 1
   */
  readonly seed?: number;
  /** @default real time */
  readonly clock?: SandboxClock;
  /**
   * Stands of other vendors, beside the listed ones.
   *
   * @default none
   */
  readonly stands?: readonly SandboxStand[];
  readonly durations?: Partial<Durations>;
  readonly settings?: SettingsPatch;
  readonly faults?: FaultScript;
  readonly credentials?: CredentialsPatch;
  /**
   * Real servers behind the instances, from packages of data planes or some of `DATA_PLANES`, no two of one kind. The caller
   * closes them. Needs the real clock.
   *
   * @default none: nothing real is moved
   */
  readonly data?: readonly DataPlane[];
  /**
   * Takes the place of the Host header when signatures are checked.
   *
   * @default what the caller sent
   */
  readonly expectedHost?: string;
}

/** A running sandbox. Closing it resets every open connection. */
export interface Sandbox extends AsyncDisposable {
  readonly url: string;
  /** The listed ones, and those that it was started with. */
  readonly stands: readonly SandboxStand[];
  readonly credentials: SandboxCredentials;
  readonly control: SandboxControl;
  close(): Promise<void>;
}
