import { refuseShared } from '../../packages/cli/src/data-choice.ts';
import type { SandboxDataPlane } from '../../packages/stand-kit/src/sandbox-data-plane.ts';

/** What `waybill sandbox --data` can be, and the options of each, for help and completion, which load no sandbox. */
export async function emitDataChoices(planes?: readonly SandboxDataPlane[]): Promise<string> {
  const { DATA_PLANES } = await import('../../packages/sandbox/src/listed-data-planes.ts');
  const choices = (planes ?? DATA_PLANES).map(({ name, summary, options }) => ({
    name,
    summary,
    options: options.map(({ name: option, value, help }) => ({ name: option, value, help })),
  }));
  // Those of the command itself are refused when it is put together.
  refuseShared(choices, []);
  return `// Made by scripts/generate.ts from the data planes of the sandbox. Do not edit.
import type { DataChoice } from '../data-choice.ts';

/** What \`--data\` can be beside simulated. */
export const DATA_CHOICES: readonly DataChoice[] = ${JSON.stringify(choices, null, 2)};
`;
}
