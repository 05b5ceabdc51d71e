import type { OpenStand } from '@waybill/stand-kit';
import type { ListedStand, StandName } from '../listed-stands.ts';

/** Every task of every vendor as it is now, without faults in between and without secrets. */
export type SandboxState = { readonly nowMs: number } & {
  readonly [Stand in ListedStand as Stand['name']]: ReturnType<ReturnType<Stand['open']>['report']>;
};

export function reportState(stands: Readonly<Record<StandName, OpenStand>>, nowMs: number): SandboxState {
  const reports = Object.entries(stands).map(([name, stand]) => [name, stand.report()]);
  return { nowMs, ...Object.fromEntries(reports) } as SandboxState;
}
