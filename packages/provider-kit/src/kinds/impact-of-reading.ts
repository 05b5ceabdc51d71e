import type { Impact } from '@waybill/core';

/** Of work that only reads both sides, such as a comparison. `unseen`: what it does not find, for reviewers. */
export function impactOfReading(unseen: string): Impact {
  return { downtime: 'None: both sides are only read.', risk: unseen, wayBack: 'Nothing is changed.' };
}
