import type { Fault } from '@waybill/sandbox';
import { CANARIES } from './scenarios.ts';

/** What a fault does to a call, as far as its caller is concerned. */
export type Family =
  | 'harmless'
  | 'strange-task'
  | 'throttled'
  | 'lost-before'
  | 'lost-after'
  | 'withdrawn'
  | 'refused'
  | 'task-fails'
  | 'forbidden'
  | 'unauthorized';

/** A fault with the words that name it in a row. */
export interface NamedFault {
  readonly name: string;
  readonly family: Family;
  readonly fault: Fault;
}

/** Vendors repeat what they were sent; nothing of it may be written. */
const TELLING = `refused with the passwords ${CANARIES.ES_PASSWORD} and ${CANARIES.REDIS_PASSWORD}`;

/** The call is late, or its answer is old or strange in a way that says nothing wrong. Nothing is lost. */
export const HARMLESS: readonly NamedFault[] = [
  { name: 'arrives 3 s late', family: 'harmless', fault: { kind: 'latency', ms: 3_000 } },
  { name: 'body comes slowly, in time', family: 'harmless', fault: { kind: 'slow-body', ms: 3_000 } },
  { name: 'a read is 3 s behind', family: 'harmless', fault: { kind: 'stale-status', ms: 3_000 } },
];

/** What a task shows, or does not show. */
export const STRANGE_TASKS: readonly NamedFault[] = [
  { name: 'tasks hidden for 20 s', family: 'strange-task', fault: { kind: 'hidden-in-list', ms: 20_000 } },
  { name: 'unknown status', family: 'strange-task', fault: { kind: 'unknown-status', word: 'PONDERING' } },
];

/** Refused unread: the call certainly had no effect and may be sent again. */
export const THROTTLED: readonly NamedFault[] = ([400, 429] as const).flatMap((style): readonly NamedFault[] => [
  { name: `throttled with ${style}`, family: 'throttled', fault: { kind: 'throttle', style } },
  {
    name: `throttled with ${style} for 3 s`,
    family: 'throttled',
    fault: { kind: 'throttle', style, retryAfterMs: 3_000 },
  },
]);

/** No usable answer, and no effect. The caller cannot tell it from `LOST_AFTER`. */
export const LOST_BEFORE: readonly NamedFault[] = [
  { name: 'reset before', family: 'lost-before', fault: { kind: 'reset', when: 'before' } },
  ...[500, 502, 503, 504].map(
    (status): NamedFault => ({
      name: `${status} before`,
      family: 'lost-before',
      fault: { kind: 'status', status, when: 'before' },
    }),
  ),
];

/** No usable answer, and the effect has happened. */
export const LOST_AFTER: readonly NamedFault[] = [
  { name: 'reset after', family: 'lost-after', fault: { kind: 'reset', when: 'after' } },
  { name: '500 after', family: 'lost-after', fault: { kind: 'status', status: 500, when: 'after' } },
  { name: '504 after', family: 'lost-after', fault: { kind: 'status', status: 504, when: 'after' } },
  { name: 'body cut', family: 'lost-after', fault: { kind: 'cut-body' } },
  { name: 'body too slow', family: 'lost-after', fault: { kind: 'slow-body', ms: 60_000 } },
  ...(['empty', 'html', 'truncated', 'huge', 'wrong-types', 'without-ids', 'error-in-200'] as const).map(
    (body): NamedFault => ({ name: `answer ${body}`, family: 'lost-after', fault: { kind: 'malformed', body } }),
  ),
  // As a proxy on the way answers in the API's place.
  { name: 'page with 404', family: 'lost-after', fault: { kind: 'malformed', body: 'html', status: 404 } },
];

export const WITHDRAWN: NamedFault = { name: 'withdrawn', family: 'withdrawn', fault: { kind: 'withdrawn' } };

/** A mistake that no repetition cures. */
export const REFUSED: NamedFault = {
  name: 'refused with 400',
  family: 'refused',
  fault: { kind: 'status', status: 400, code: 'NobodyKnows', message: TELLING, when: 'before' },
};

export const TASK_FAILS: NamedFault = {
  name: 'the task fails',
  family: 'task-fails',
  fault: { kind: 'task-fails', message: TELLING },
};

/** What each vendor says to credentials that it does not accept. */
export const UNAUTHORIZED: Readonly<Record<'alicloud' | 'huaweicloud', readonly NamedFault[]>> = {
  alicloud: [
    refusal(404, 'InvalidAccessKeyId.NotFound'),
    refusal(400, 'SignatureDoesNotMatch'),
    refusal(400, 'InvalidSecurityToken.Expired'),
    refusal(401, 'NobodyKnows'),
  ],
  huaweicloud: [
    refusal(401, 'APIGW.0301'),
    refusal(401, 'DCS.1001'),
    refusal(401, 'DCS.1003'),
    refusal(401, 'DCS.1004'),
    refusal(401, 'NobodyKnows'),
  ],
};

/** What each vendor says when accepted credentials lack the permission for an action or a resource. */
export const FORBIDDEN: Readonly<Record<'alicloud' | 'huaweicloud', readonly NamedFault[]>> = {
  alicloud: [refusal(403, 'Forbidden.RAM', 'forbidden'), refusal(403, 'NobodyKnows', 'forbidden')],
  huaweicloud: [refusal(403, 'DCS.2003', 'forbidden'), refusal(403, 'NobodyKnows', 'forbidden')],
};

function refusal(status: number, code: string, family: Family = 'unauthorized'): NamedFault {
  return {
    name: `${status} ${code}`,
    family,
    fault: { kind: 'status', status, code, message: TELLING, when: 'before' },
  };
}
