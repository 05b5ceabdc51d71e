import { type Check, type CheckFinding, defined } from '@waybill/core';
import { UNREADABLE_PAIR } from '../answer/classify-error.ts';
import { judgeProbe } from '../answer/judge-probe.ts';
import { withFullStop } from '../answer/with-full-stop.ts';
import type { ReadRefusal } from './unseen.ts';

const HINT = 'See the provider page for which versions can pull from which, and what the target needs for it.';

/**
 * The target can pull from the source: network, allow-list, login, certificate, index and pair of versions. It was asked to
 * copy one document through an ingest pipeline that does not exist, and got as far as that.
 */
export const remoteReadable: Check = {
  judge: (response) => {
    const outcome = judgeProbe(response);
    switch (outcome.kind) {
      case 'readable':
        return { kind: 'passed', detail: 'The target can read documents of the source.' };
      case 'empty':
        return {
          kind: 'warning',
          detail: 'The target reaches the source, but the index shows no documents.',
          hint: 'Refresh the source if it has any.',
        };
      case 'unreadable':
        return {
          kind: 'failed',
          detail: `The target could not read a document of the source: ${outcome.reason}.`,
          hint: HINT,
        };
    }
  },
  judgeNotFound: (_args, _expected, refusal) => ({
    kind: 'failed',
    detail: `The target does not reach the index at the source. ${whatWasSaid(refusal)}`,
    hint: hintFor(refusal),
    ...causeIn(refusal),
  }),
};

/**
 * Where a plan leaves the method open: the target pulls if it can, so that documents do not pass through this machine;
 * otherwise Waybill reads and writes. What is kept of the answer decides, also in later runs.
 */
export const methodChosen: Check = {
  judge: (response) => {
    const outcome = judgeProbe(response);
    switch (outcome.kind) {
      case 'readable':
        return CHOSEN_REMOTE;
      case 'empty':
        return chosenBulk('the source shows no documents, so that it is not known whether the target can read them.');
      case 'unreadable':
        return chosenBulk(`${UNABLE} it could not read a document: ${outcome.reason}.`);
    }
  },
  judgeNotFound: (_args, _expected, refusal) => ({
    ...chosenBulk(`${UNABLE} ${whatWasSaid(refusal)}`),
    ...causeIn(refusal),
  }),
  // Null where the target was refused.
  outputs: { method: '/response/method' },
};

const UNABLE = 'the target cannot pull them:';

const REMOTE =
  'Method remote: the target can read the source by itself, so documents do not pass through this machine. Numbers keep their values but not their notation: set method: bulk if every document has to arrive byte for byte.';

const CHOSEN_REMOTE: CheckFinding = {
  kind: 'passed',
  decision: 'method remote',
  detail: 'The target can read documents of the source.',
  notes: [REMOTE],
};

function chosenBulk(why: string): CheckFinding {
  return {
    kind: 'passed',
    decision: 'method bulk',
    detail: 'Waybill can read the documents and write them.',
    notes: [
      `Method bulk: documents pass through this machine, byte for byte, because ${withFullStop(why)} Once it can, a new preview or \`waybill redo\` chooses again.`,
    ],
  };
}

/** What this machine finds at the source as well. */
function causeIn(refusal: ReadRefusal | undefined): { readonly cause?: string } {
  const [cause] = /index_not_found_exception|index_closed_exception/.exec(whatWasSaid(refusal)) ?? [];
  return defined({ cause });
}

function whatWasSaid(refusal: ReadRefusal | undefined): string {
  return refusal?.message ?? 'No reason is given.';
}

/** What helps against what was said. */
function hintFor(refusal: ReadRefusal | undefined): string {
  const said = whatWasSaid(refusal);
  if (/whitelist|allowlist/.test(said))
    return 'Add the address of the source to reindex.remote.whitelist (OpenSearch: allowlist) on every node of the target, and restart them; or set method: bulk.';
  if (/likely not an Elasticsearch/.test(said)) return UNREADABLE_PAIR;
  if (/index_not_found_exception/.test(said)) return 'Correct source.index, or check the connection.';
  if (/cluster_block_exception/.test(said))
    return 'The index at the source is blocked for reads: check its settings under index.blocks.';
  if (/index_closed_exception/.test(said)) return 'Open the index at the source first.';
  if (/^(connect|unknown_host|no_route|connection_closed|socket_timeout|s_s_l)/.test(refusal?.code ?? ''))
    return 'The nodes of the target must reach the source: check network, port and the reindex.ssl settings there; or set method: bulk.';
  return `${HINT} With method: bulk the target does not need to reach the source.`;
}
