import type { Check, CheckFinding } from '@waybill/core';
import { fieldsOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { ProbeRightsResponse } from '../generated/answers.generated.ts';

/** Everything that the comparison sends is allowed. */
export const rightsThere: Check = {
  judge: (response, { level }, { side }) => {
    const name = textOf(side) ?? 'server';
    const { refused } = fieldsOf<ProbeRightsResponse>(response);
    if (!Array.isArray(refused))
      return { kind: 'failed', detail: `The ${name} gave an unusable answer.`, hint: 'Retry.' };
    const all = rowsOf<{ command?: string; reason?: string; optional?: boolean }>(refused);
    const rows = all.filter(({ optional }) => optional !== true);
    const [first] = rows;
    if (first === undefined) return allowed(name, textOf(level) ?? 'digest', all.length > 0);
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

function allowed(name: string, level: string, isSlower: boolean): CheckFinding {
  const detail = `The ${name} allows what level ${level} needs.`;
  if (!isSlower) return { kind: 'passed', detail };
  return {
    kind: 'warning',
    detail:
      level === 'dump'
        ? `The ${name} refuses MEMORY USAGE: lists, sets, hashes and streams are read in ranges, except for the smallest.`
        : `The ${name} refuses MEMORY USAGE: lists, sets, hashes and streams are measured by reading their elements, so that they are read twice.`,
    hint: 'Allow the user of the connection +memory|usage, or accept that the comparison takes longer.',
  };
}
