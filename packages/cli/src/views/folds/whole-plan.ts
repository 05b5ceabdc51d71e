import { defined } from '@waybill/core';
import type { SavedPreview } from '@waybill/node';
import type { CommandContext } from './command-line.ts';

/** What a saved preview of some units leaves out is done by the plan that it was made of. */
export function wholePlanOf(
  found: SavedPreview | undefined,
  { provider, state }: CommandContext['flags'],
): Pick<CommandContext, 'whole'> {
  if (found === undefined) return {};
  const { preview, saved } = found;
  const { target, exclude } = preview.binding.selection;
  if (target.length + exclude.length === 0) return {};
  const variables = saved.variables.length === 0 ? undefined : saved.variables;
  return {
    whole: { file: preview.plan.file, flags: defined({ provider, state, env: saved.environment, var: variables }) },
  };
}
