import { defined, type Impact, type KindInput } from '@waybill/core';
import { cutoverOf } from './cutover-steps.ts';
import type { Cutover } from './read-cutover.ts';
import { unseenText } from './verification.ts';

/**
 * Source: Huawei Cloud DCS user guide, "Switching DCS Instance IP Addresses", and Open Telekom Cloud DCS user manual,
 * "Migrating Data Online".
 */
export function describeImpact(input: KindInput): Impact {
  const unseen = unseenText(input);
  return {
    ...impactOf(input),
    ...defined({ risk: unseen === '' ? undefined : `${SHORT_RISKS[modeOf(input)]}${unseen}` }),
  };
}

type Mode = Cutover['mode'] | 'full';

function modeOf(input: KindInput): Mode {
  return cutoverOf(input)?.mode ?? 'full';
}

function impactOf(input: KindInput): Impact {
  switch (modeOf(input)) {
    case 'full':
      return {
        downtime: 'None: the source stays writable.',
        risk: `${OVERWRITTEN} What is written to the source after the copy began is missing in the target.`,
        wayBack: 'Until clients use the target: do nothing, the source is not changed.',
      };
    case 'none':
      return {
        downtime: 'None: replication continues after the unit is done.',
        risk: OVERWRITTEN,
        wayBack: 'Until clients use the target: stop the task; the source is not changed.',
      };
    case 'manual':
      return {
        downtime:
          'At the cut-over there are no writes from when the writers of the source are stopped until clients use the target.',
        risk: NOT_COPIED_BACK,
        wayBack: 'Until clients write to the target: keep writing to the source, which is not changed.',
        downtimeSteps: { from: 'cutover', until: 'await-stopped' },
      };
    case 'exchange-ip':
      return {
        downtime:
          cutoverOf(input)?.pausesWriters === true
            ? 'At the cut-over: writers are paused for some seconds while the rest is copied, then for up to a minute during the exchange.'
            : 'At the cut-over: writers are stopped while the rest is copied, then the source is read-only for up to a minute.',
        risk: NOT_COPIED_BACK,
        wayBack:
          input.options['cleanup'] === 'delete'
            ? 'None after the cut-over: cleanup deletes the task that a rollback needs.'
            : 'waybill rollback exchanges the addresses back while the task exists; nothing is copied back.',
        downtimeSteps: { from: 'cutover', until: 'await-exchanged' },
      };
  }
}

const OVERWRITTEN = 'Keys that the target already has are overwritten.';
const NOT_COPIED_BACK = `${OVERWRITTEN} What is written to it after the cut-over is not copied back.`;

/** Where the comparison adds what it does not see: one line has room for so much. */
const SHORT_RISKS: Readonly<Record<Mode, string>> = {
  full: 'Keys of the target are overwritten; later writes to the source are missing.',
  none: OVERWRITTEN,
  manual: 'Keys of the target are overwritten; later writes to it are not copied back.',
  'exchange-ip': 'Keys of the target are overwritten; later writes to it are not copied back.',
};
