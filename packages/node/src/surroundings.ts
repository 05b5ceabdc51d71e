import type { Clock, Owner, Random, SecretReader } from '@waybill/core';
import { createSecretReader } from './create-secret-reader.ts';
import type { Environment } from './environment.ts';
import { describeHost, describeOwner, isProcessAlive } from './host.ts';
import type { ProcessHost } from './live/run-liveness.ts';
import { systemClock } from './system-clock.ts';
import { systemRandom } from './system-random.ts';

/** Everything around a plan but its state and its transport. What is left out is what the command line would use. */
export interface SurroundingsOptions {
  /**
   * The directory that relative paths start from.
   *
   * @default the current one
   */
  readonly cwd?: string;
  /**
   * Where the vendors' usual credentials, proxies, and secrets from `env:` come from.
   *
   * @default the process's environment
   */
  readonly env?: Environment;
  /**
   * The values behind `secrets:`, asked at the start of every run.
   *
   * @default the environment and files
   */
  readonly readSecret?: SecretReader;
  /** @default the machine's */
  readonly clock?: Clock;
  /** @default the operating system's cryptographic randomness */
  readonly random?: Random;
  /**
   * Receives what an operator should know and nothing throws for.
   *
   * @default process.emitWarning
   */
  readonly onWarning?: (message: string) => void;
  /**
   * Who runs it, for others who find the state in use.
   *
   * @default this process and its CI job
   */
  readonly owner?: Owner;
  /**
   * Whether a process of the owner's host lives, by which a run is known to be in progress.
   *
   * @default asks the operating system
   */
  readonly isProcessAlive?: (pid: number) => boolean;
}

export interface PlanSurroundings extends Required<Omit<SurroundingsOptions, 'isProcessAlive'>> {
  /** Secrets are read from the environment, files and commands; false: the caller reads them. */
  readonly readsSecretsItself: boolean;
  readonly host: ProcessHost;
}

export function surroundingsOf(options: SurroundingsOptions): PlanSurroundings {
  const { cwd = process.cwd(), env = process.env } = options;
  const owner = options.owner ?? describeOwner({ env, host: describeHost() });
  return {
    cwd,
    env,
    owner,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    readSecret: options.readSecret ?? createSecretReader({ env, cwd }),
    readsSecretsItself: options.readSecret === undefined,
    onWarning: options.onWarning ?? warn,
    host: { name: owner.host, isProcessAlive: options.isProcessAlive ?? isProcessAlive },
  };
}

function warn(message: string): void {
  process.emitWarning(message, { type: 'WaybillWarning' });
}
