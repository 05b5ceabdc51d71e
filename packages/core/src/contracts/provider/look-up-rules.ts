import type { LostCall } from '../../provider/session.ts';
import { onlyReads } from './only-reads.ts';
import {
  type CompleteProvider,
  type CompleteRule,
  type SampledCall,
  sampledCalls,
  sentArguments,
} from './provider-under-test.ts';
import { guardedSession, withSession } from './with-session.ts';

/** Of what a session is asked about an effect whose answer may have been lost. */
export const LOOK_UP_RULES: readonly CompleteRule[] = [
  { promise: 'a session can settle the lost answers of its effects', faultsOf: settles },
  { promise: 'look-ups read, and only by the read that they are given', faultsOf: lookUps },
];

/** The engine refuses a session without what the recoveries of its operations need, when it connects. */
function settles(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async () => []);
}

function lookUps(under: CompleteProvider): Promise<readonly string[]> {
  return withSession(under, async (open) => {
    const session = guardedSession(open, under);
    const { read, faults, ask } = onlyReads('a look-up', open, under);
    const { clock } = open.backend;
    const signal = new AbortController().signal;
    for (const call of sampledCalls(under).filter(({ operation }) => operation.recovery !== undefined)) {
      const args = sentArguments(call, under);
      const operation = call.operation.name;
      await ask(`${call.place}: findExisting`, () => session.findExisting?.(operation, args, read));
      await ask(`${call.place}: observeBefore`, () => session.observeBefore?.(operation, args, read));
      await ask(`${call.place}: findEarlier`, () =>
        session.findEarlier?.({ operation, arguments: args, takenIds: [] }, read, read),
      );
      if (isReconciled(call))
        await ask(`${call.place}: reconcile`, () =>
          session.reconcile?.(lostCall(operation, args, clock.now()), { read, clock, signal }),
        );
    }
    await ask('listMarked', () => session.listMarked?.(read));
    return [...faults];
  });
}

function isReconciled({ operation: { recovery } }: SampledCall): boolean {
  return recovery?.policy === 'lookup' || recovery?.policy === 'inspect';
}

/** Long enough ago that whatever it did can be seen. */
const LOST_AGO_MS = 3_600_000;

function lostCall(operation: string, args: LostCall['arguments'], nowMs: number): LostCall {
  return { operation, arguments: args, existingIds: [], takenIds: [], intendedAtMs: nowMs - LOST_AGO_MS };
}
