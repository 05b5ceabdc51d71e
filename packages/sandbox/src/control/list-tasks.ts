import type { ReportedTask } from '@waybill/stand-kit';
import { type NamedStand, STANDS } from '../listed-stands.ts';
import type { SandboxState } from './state-report.ts';

/** The tasks of every vendor, under one name for the same work. */
export function listTasks(state: SandboxState, stands: readonly NamedStand[] = STANDS): readonly ReportedTask[] {
  return stands.flatMap((stand) => stand.listTasks(state[stand.name]));
}
