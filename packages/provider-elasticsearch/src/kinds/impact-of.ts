import type { Impact } from '@waybill/core';
import { whyNotCopiedBack } from './copy-back-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';

/** What a unit means for those who use the data. */
export type ImpactingUnit = Pick<ReindexUnit, 'cutover' | 'catchUp' | 'source' | 'tolerate'>;

/** What a copy means for those who use the data. */
export function impactOf(unit: ImpactingUnit): Impact {
  const { cutover, catchUp } = unit;
  if (cutover?.mode === 'clients') return ofClients(unit, cutover.freezes);
  if (cutover?.freezes === true)
    return {
      downtime: 'Writes to the source are refused from the freeze until the alias has moved.',
      downtimeSteps: { from: 'freeze', until: 'switch' },
      wayBack: `\`waybill rollback\` lifts the freeze and moves the alias back. ${writtenSince(unit)}`,
    };
  return {
    downtime: cutover === undefined ? 'None: the source stays as it is.' : 'None: the alias moves in one step.',
    risk: riskOf(catchUp !== undefined, cutover !== undefined),
    wayBack:
      cutover === undefined
        ? 'Until clients use the copy: do nothing, the source is not changed.'
        : `\`waybill rollback\` moves the alias back. ${writtenSince(unit)}`,
  };
}

function ofClients(unit: ImpactingUnit, freezes: boolean): Impact {
  const first = freezes ? 'lifts the freeze' : 'takes the aliases from the copy';
  const wayBack = `\`waybill rollback\` ${first}; then point clients back to the source. ${writtenSince(unit)}`;
  if (!freezes)
    return {
      downtime: 'From when an operator stops the writers until clients use the copy.',
      downtimeSteps: { from: 'last-difference', until: 'confirm-clients' },
      risk: 'What is written to the source nevertheless is missing in the copy.',
      wayBack,
    };
  return {
    downtime: 'Writes to the source are refused from the freeze until clients use the copy.',
    downtimeSteps: { from: 'freeze', until: 'confirm-clients' },
    wayBack,
  };
}

function writtenSince(unit: ImpactingUnit): string {
  return whyNotCopiedBack(unit) === undefined
    ? 'With --copy-back, what was written to the copy since then is copied to the source.'
    : 'What was written to the copy since then is missing in the source.';
}

function riskOf(follows: boolean, hasCutover: boolean): string {
  if (!follows) return 'What is written to the source after the copy began may be missing in the copy.';
  return hasCutover
    ? 'What is written to the source nevertheless is missing in the copy.'
    : 'What is written to the source after the last round is missing in the copy.';
}
