import type { Check, CheckFinding, Json } from '@waybill/core';
import { positionIn, wasWrittenElsewhere } from '../jobs/position.ts';

/** Notes which processes are behind the connections of both sides. `beside`: the source's. */
export const sidesNoted: Check = {
  judge: (response, _args, _expected, beside) => {
    if (processesIn(response).length > 0 && processesIn(beside).length > 0)
      return { kind: 'passed', detail: 'It is noted which server is which.' };
    return unknownSides('A side does not say which process it is.');
  },
  outputs: { copy: '/response', source: '/beside' },
};

/**
 * Each connection leads to the server of the other one. `copy`, `source`: what was noted before; `beside`: what the
 * connection of the copy leads to.
 */
export const sidesMoved: Check = {
  judge: (response, _args, expected, beside) => {
    const words = expected['is_back'] === true ? BACK : MOVED;
    const [copy, source] = [processesIn(expected['copy']), processesIn(expected['source'])];
    const [atSource, atCopy] = [processesIn(response), processesIn(beside)];
    if ([copy, source, atSource, atCopy].some((processes) => processes.length === 0))
      return unknownSides('Which server answers at the address of the source is not known.');
    if (atSource.some((process) => source.includes(process))) return { kind: 'not-yet', detail: words.notYet };
    if (atCopy.some((process) => copy.includes(process))) return { kind: 'not-yet', detail: words.notYetOther };
    if (atSource.every((process) => copy.includes(process))) return { kind: 'passed', detail: words.passed };
    return unknownSides('At the address of the source a server answers that was on neither side before.');
  },
};

const MOVED = {
  notYet: 'The address of the source still leads to the server that was copied from.',
  notYetOther: 'The address of the copy still leads to the copy itself.',
  passed: 'The copy answers at the address of the source.',
};
const BACK = {
  notYet: 'The address of the source still leads to the copy.',
  notYetOther: 'The address of the copy still leads to the source.',
  passed: 'The source answers at its own address again.',
};

/** How much was written since `copy` was noted of the server that answers, for an operator; nothing of it is wrong. */
export const writesShown: Check = {
  judge: (response, _args, { copy }) => {
    const [before, now] = [positionIn(copy), positionIn(response)];
    const [[first], [last]] = [before.nodes, now.nodes];
    if (wasWrittenElsewhere(before, now) === 'no')
      return { kind: 'passed', detail: 'Nothing was written to the copy since it has the address of the source.' };
    const isCounted =
      now.nodes.length === 1 && first?.runId === last?.runId && first?.savedAt === last?.savedAt && first !== undefined;
    const changes = isCounted ? (last?.changes ?? 0) - (first.changes ?? 0) : undefined;
    return {
      kind: 'warning',
      detail:
        changes === undefined
          ? 'How much was written to the copy since it has the address of the source is not known. Nothing of it is copied back.'
          : `${changes} changes were written to the copy since it has the address of the source. None of them is copied back.`,
      hint: 'What clients wrote stays at the copy. Copying it back is a migration of its own.',
    };
  },
};

function unknownSides(detail: string): CheckFinding {
  return { kind: 'warning', detail, hint: 'Check by hand that the address of the source leads to the copy.' };
}

/** Ids of the processes, by how far they were written. */
function processesIn(position: Json | undefined): readonly string[] {
  return positionIn(position).nodes.flatMap(({ runId }) => (runId === '' ? [] : [runId]));
}
