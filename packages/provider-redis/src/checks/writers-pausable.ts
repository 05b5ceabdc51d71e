import type { Check, CheckFinding } from '@waybill/core';
import { fieldsOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { ProbeRightsResponse, ShowServerResponse } from '../generated/answers.generated.ts';
import { isAtLeast } from '../session/server-info.ts';

/**
 * Writers can be paused, and alone: before Redis 6.2 a pause holds back all clients, also the service that copies. `beside`: the
 * server. `level`: of the comparison that is to be made meanwhile.
 */
export const writersPausable: Check = {
  judge: (response, _args, { level }, beside) => {
    const { version, mode, run_ids: processes } = fieldsOf<ShowServerResponse>(beside);
    const shown = textOf(version) ?? 'of an unknown version';
    if (textOf(mode) === 'proxy' || !Array.isArray(processes) || processes.length === 0)
      return refused(
        'The source is behind a proxy, or does not report its process: it is not known which server would be paused.',
      );
    if (!isAtLeast(shown, 6, 2))
      return refused(`The source is Redis ${shown}, which cannot pause only writers (6.2 and later can).`);
    // A script may write, for all that the server knows: it waits as well.
    if (textOf(level) === 'digest' && !isAtLeast(shown, 7))
      return {
        kind: 'failed',
        detail: `While its writers are paused, Redis ${shown} runs no scripts, which the level digest needs.`,
        hint: 'Compare without scripts: verify: { level: dump }. Or leave freeze out.',
      };
    const [first] = rowsOf<{ command?: string; reason?: string }>(
      fieldsOf<ProbeRightsResponse>(response).refused ?? null,
    );
    if (first !== undefined)
      return {
        kind: 'failed',
        detail: `The source refuses ${textOf(first.command) ?? 'a command'}: ${textOf(first.reason) ?? ''}`,
        hint: 'Allow the user of the connection +client|pause and +client|unpause, or leave freeze out and stop the writers.',
      };
    return { kind: 'passed', detail: 'The writers of the source can be paused.' };
  },
};

/** Notes by which processes the source is known wherever its address leads. */
export const writersNoted: Check = {
  judge: (response) => {
    const { run_ids: processes } = fieldsOf<ShowServerResponse>(response);
    if (Array.isArray(processes) && processes.length > 0)
      return { kind: 'passed', detail: 'It is recorded which server is to be paused.' };
    return refused('The source does not report its process: it is not known which server would be paused.');
  },
  outputs: { run_ids: '/response/run_ids' },
};

function refused(detail: string): CheckFinding {
  return {
    kind: 'failed',
    detail,
    hint: 'Leave freeze out, and stop the writers of the source before the cut-over is approved.',
  };
}
