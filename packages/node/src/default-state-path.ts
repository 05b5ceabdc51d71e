import { join } from 'node:path';

/** Where a plan's state is when nothing else is said, relative to the current directory. */
export function defaultStatePath(planName: string): string {
  return join('.waybill', `${planName}.db`);
}
