import { defined } from '@waybill/core';
import type { SavedPreview } from '@waybill/node';
import type { CommandContext } from './command-line.ts';

/** What a saved preview of some units leaves out is done by the plan that it was made of. */
export function wholePlanOf(
  found: SavedPreview | undefined,
  flags: CommandContext['flags'],
): Pick<CommandContext, 'whole'> {
  if (found === undefined) return {};
  const { target, exclude } = found.preview.binding.selection;
  return target.length + exclude.length === 0 ? {} : { whole: planOfPreview(found, flags) };
}

/** The plan that a saved preview was made of, with what it was given then. */
export function planOfPreview(
  { preview, saved }: SavedPreview,
  { provider, state }: CommandContext['flags'],
): CommandContext {
  const variables = saved.variables.length === 0 ? undefined : saved.variables;
  return { file: preview.plan.file, flags: defined({ provider, state, env: saved.environment, var: variables }) };
}
