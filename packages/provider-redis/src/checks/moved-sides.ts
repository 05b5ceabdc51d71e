import type { Check, CheckFinding, Json } from '@waybill/core';
import { positionIn, wasWrittenElsewhere } from '../jobs/position.ts';

/** Notes which processes are behind the connections of both sides. `beside`: the source's. */
export const sidesNoted: Check = {
  judge: (response, _args, _expected, beside) => {
    if (processesIn(response).length > 0 && processesIn(beside).length > 0)
      return { kind: 'passed', detail: 'It is recorded which server is which.' };
    return unknownSides('A side does not report its process.');
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
      return unknownSides('It is not known which server answers at the address of the source.');
    if (atSource.some((process) => source.includes(process))) return { kind: 'not-yet', detail: words.notYet };
    if (atCopy.some((process) => copy.includes(process))) return { kind: 'not-yet', detail: words.notYetOther };
    if (atSource.every((process) => copy.includes(process))) return { kind: 'passed', detail: words.passed };
    return unknownSides('The server at the address of the source was on neither side before.');
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
      return {
        kind: 'passed',
        detail: 'Nothing has been written to the copy since it took the address of the source.',
      };
    const isCounted =
      now.nodes.length === 1 && first?.runId === last?.runId && first?.savedAt === last?.savedAt && first !== undefined;
    const changes = isCounted ? (last?.changes ?? 0) - (first.changes ?? 0) : undefined;
    return {
      kind: 'warning',
      detail:
        changes === undefined
          ? 'It is not known how much was written to the copy since it took the address of the source. None of it is copied back.'
          : `${changes} changes were written to the copy since it took the address of the source. None of them is copied back.`,
      hint: 'What clients wrote stays on the copy. Copying it back is a separate migration.',
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
