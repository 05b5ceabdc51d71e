import type { SandboxDataPlane } from '@waybill/stand-kit';
import * as listed from './generated/data-planes.generated.ts';

/** Whatever real data there is to choose from, in alphabetical order of the exports. */
export const DATA_PLANES: readonly SandboxDataPlane[] = Object.values(listed);
