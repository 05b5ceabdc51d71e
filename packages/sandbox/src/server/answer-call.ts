import { type Answer, type Call, type Gateway, Refusal } from '@waybill/stand-kit';
import type { CallFaults, Interruption } from '../faults/fault-deck.ts';
import { findViolation } from './find-violation.ts';
import { malformAnswer } from './malform-answer.ts';
import type { Route } from './route.ts';

/** What the caller gets: an answer, or a connection that is reset. */
export interface Reply {
  readonly answer: Answer | null;
  readonly code: string | null;
  /** Effects applied, whatever the caller got to see of them. */
  readonly effects: number;
}

/** Runs one call through its faults, the gateway and the operation. */
export function answerCall(call: Call, { service, operation }: Route, faults: CallFaults): Reply {
  const { gateway } = service;
  const { interruption } = faults;
  if (interruption?.when === 'before') return interrupt(interruption, { call, gateway, effects: 0 });

  const reply = serve(call, { service, operation });
  if (interruption?.when === 'after') return interrupt(interruption, { call, gateway, effects: reply.effects });
  if (faults.malformed === null || reply.answer === null) return reply;
  return { ...reply, answer: malformAnswer(reply.answer, faults.malformed, gateway) };
}

function serve(call: Call, { service, operation }: Route): Reply {
  const { gateway, schemas } = service;
  try {
    gateway.authenticate(call);
    gateway.admit();
    const violation = findViolation(schemas[operation.name], call);
    if (violation !== null) throw gateway.invalid(violation);
    const answer = operation.handle(call);
    return { answer, code: null, effects: answer.effects };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { answer: gateway.refuse(error), code: error.code, effects: 0 };
  }
}

function interrupt(
  interruption: Interruption,
  { call, gateway, effects }: { readonly call: Call; readonly gateway: Gateway; readonly effects: number },
): Reply {
  if (interruption.kind === 'reset') return { answer: null, code: null, effects };
  const refusal = refusalOf(interruption, call, gateway);
  return { answer: gateway.refuse(refusal), code: refusal.code, effects };
}

function refusalOf(interruption: Exclude<Interruption, { kind: 'reset' }>, call: Call, gateway: Gateway): Refusal {
  switch (interruption.kind) {
    case 'throttle':
      return gateway.throttled(interruption);
    case 'withdrawn':
      return gateway.unknownOperation(call);
    case 'status': {
      const usual = gateway.failure(interruption.status);
      return new Refusal(interruption.status, interruption.code ?? usual.code, interruption.message ?? usual.message);
    }
  }
}
