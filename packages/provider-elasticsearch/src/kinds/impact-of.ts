import type { Impact } from '@waybill/core';
import type { ReindexUnit } from './read-reindex.ts';

/** What a copy means for those who use the data. */
export function impactOf({ cutover, catchUp }: Pick<ReindexUnit, 'cutover' | 'catchUp'>): Impact {
  if (cutover?.mode === 'clients') return ofClients(cutover.freezes);
  if (cutover?.freezes === true)
    return {
      downtime: 'Writes to the source are refused from the freeze until the alias has moved.',
      downtimeSteps: { from: 'freeze', until: 'switch' },
      wayBack:
        'Move the alias back with UpdateAliases, lift index.blocks.write of the source; what was written since is missing there.',
    };
  return {
    downtime: cutover === undefined ? 'None: the source stays as it is.' : 'None: the alias moves in one step.',
    risk: riskOf(catchUp !== undefined, cutover !== undefined),
    wayBack:
      cutover === undefined
        ? 'Until clients use the copy: do nothing, the source is not changed.'
        : 'Move the alias back with UpdateAliases; what was written to the copy since is missing in the source.',
  };
}

function ofClients(freezes: boolean): Impact {
  const wayBack = 'Point clients back to the source; what was written to the copy since is missing there.';
  if (!freezes)
    return {
      downtime: 'From when an operator stops the writers until clients use the copy.',
      downtimeSteps: { from: 'last-difference', until: 'confirm-clients' },
      risk: 'What is written to the source all the same is missing in the copy.',
      wayBack,
    };
  return {
    downtime: 'Writes to the source are refused from the freeze until clients use the copy.',
    downtimeSteps: { from: 'freeze', until: 'confirm-clients' },
    wayBack: `Lift index.blocks.write of the source. ${wayBack}`,
  };
}

function riskOf(follows: boolean, hasCutover: boolean): string {
  if (!follows) return 'What is written to the source after the copy began may be missing in the copy.';
  return hasCutover
    ? 'What is written to the source all the same is missing in the copy.'
    : 'What is written to the source after the last round is missing in the copy.';
}
