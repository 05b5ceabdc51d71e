import type { DataPlaneOption, SandboxDataPlane } from '@waybill/sandbox';

/** What `--data` can be, with the options that only this choice has: as much as help shows of it. */
export interface DataChoice extends Pick<SandboxDataPlane, 'name' | 'summary'> {
  readonly options: readonly Pick<DataPlaneOption, 'name' | 'value' | 'help'>[];
}

/** The choice that needs nothing. */
export const SIMULATED = 'simulated';

/** The flag under which the value of an option is found. */
export function flagOf({ name }: Pick<DataPlaneOption, 'name'>): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
