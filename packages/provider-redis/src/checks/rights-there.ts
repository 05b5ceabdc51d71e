import type { Check } from '@waybill/core';
import { fieldsOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { ProbeRightsResponse } from '../generated/answers.generated.ts';

/** Everything that the comparison sends is allowed. */
export const rightsThere: Check = {
  judge: (response, { level }, { side }) => {
    const name = textOf(side) ?? 'server';
    const { refused } = fieldsOf<ProbeRightsResponse>(response);
    if (!Array.isArray(refused))
      return { kind: 'failed', detail: `The ${name} gave no answer that can be used.`, hint: 'Retry.' };
    const rows = rowsOf<{ command?: string; reason?: string }>(refused);
    const [first] = rows;
    if (first === undefined)
      return { kind: 'passed', detail: `The ${name} allows what level ${textOf(level) ?? 'digest'} needs.` };
    const commands = [...new Set(rows.map(({ command }) => textOf(command) ?? ''))];
    const isScript = commands.every((command) => command.startsWith('EVAL'));
    return {
      kind: 'failed',
      detail: `The ${name} refuses ${commands.join(', ')}: ${textOf(first.reason) ?? ''}`,
      hint: isScript
        ? 'Allow the user of the connection scripts that only read, or compare without scripts: verify: { level: dump }.'
        : 'Give the user of the connection these commands, for all keys: see what users need in the documentation of the provider.',
    };
  },
};
