import type { RunEvent } from '@waybill/core';
import type { NotifyEvent } from '@waybill/core/internal';

/** Version of the body: the minor number grows with additions, the major one otherwise. */
export const WEBHOOK_FORMAT = '1.0';

/** What is posted, as JSON. Its texts are clean of secrets, as events are. */
export interface WebhookMessage {
  readonly format_version: string;
  readonly event: NotifyEvent;
  /** The same for every attempt to deliver it, and for no other message of the run. */
  readonly id: string;
  readonly plan: string;
  readonly run: string;
  readonly at: string;
  /** One line for people. */
  readonly text: string;
  readonly unit?: string;
  readonly step?: string;
  readonly provider?: string;
  readonly code?: string;
  readonly message?: string;
  readonly outcome?: string;
}

type Facts = Pick<WebhookMessage, 'event' | 'text'> & Partial<WebhookMessage>;

/** What an event says to the outside; undefined: nothing. */
export function messageFacts(event: RunEvent): Facts | undefined {
  switch (event.kind) {
    case 'gate.waiting': {
      const { step, unit, instruction } = event;
      return { event: 'gate', step, unit, message: instruction, text: `${step} waits for an approval: ${instruction}` };
    }
    case 'step.failed': {
      const { step, unit, code, message } = event;
      return { event: 'failed', step, unit, code, message, text: `${unit} failed: ${message}` };
    }
    case 'provider.suspended': {
      const { provider, code, message } = event;
      return { event: 'suspended', provider, code, message, text: `${provider} is suspended: ${message}` };
    }
    case 'run.ended':
      return { event: 'ended', outcome: event.outcome, text: `the run ended: ${event.outcome}` };
    default:
      return undefined;
  }
}
