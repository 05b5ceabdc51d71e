import { formatClockTime } from '../value/time-zone.ts';
import type { CountedApproval, GateVerdict, IgnoredApproval, NotCounted } from './judge-gate.ts';

const REASONS: Readonly<Record<NotCounted, string>> = {
  damaged: 'it cannot be read',
  'not-an-approver': 'not an approver',
  'no-reason': 'without a reason',
  'dated-ahead': 'dated ahead of this clock',
  expired: 'expired',
  repeated: 'replaced by a later one',
};

/** As many as are shown: the latest ones. */
const MOST_IGNORED = 5;

/** What approvals amount to, in a line: `1 of 2 approvals: ann until Fri 2026-01-02 08:00 (UTC); not counted: ben (expired)`. */
export function describeVerdict({ counted, ignored, needed }: GateVerdict): string {
  const count = `${counted.length} of ${needed} ${needed === 1 ? 'approval' : 'approvals'}`;
  const who = counted.length === 0 ? '' : `: ${counted.map(describeCounted).join(', ')}`;
  const shown = ignored.filter(({ why }) => why !== 'repeated').slice(-MOST_IGNORED);
  const not = shown.length === 0 ? '' : `; not counted: ${shown.map(describeIgnored).join(', ')}`;
  return `${count}${who}${not}`;
}

export function whyNotCounted(why: NotCounted): string {
  return REASONS[why];
}

function describeCounted({ by, untilMs }: CountedApproval): string {
  return untilMs === undefined ? by : `${by} until ${formatClockTime('UTC', untilMs)} (UTC)`;
}

function describeIgnored({ approval, why }: IgnoredApproval): string {
  return `${typeof approval.by === 'string' ? approval.by : 'one without a name'} (${whyNotCounted(why)})`;
}
