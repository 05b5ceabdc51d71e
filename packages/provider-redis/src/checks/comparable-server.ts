import type { Check } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowServerResponse } from '../generated/answers.generated.ts';
import { isAtLeast } from '../session/server-info.ts';

type Fields = ShowServerResponse & {
  readonly master_link?: string;
  readonly valkey_version?: string;
  readonly read_only?: boolean;
};

/**
 * A server that answers, and whose keys can be compared. `side`: source or target, for people. `written`: keys are copied into it
 * before that.
 */
export const comparableServer: Check = {
  judge: (response, _args, { side, written }) => {
    const fields = fieldsOf<Fields>(response);
    const version = textOf(fields.version);
    const name = textOf(side) ?? 'server';
    if (version === undefined)
      return { kind: 'failed', detail: `The ${name} does not report its version.`, hint: 'Check what answers at url.' };
    if (fields.loading === true) return { kind: 'not-yet', detail: `The ${name} is still loading its data.` };
    const valkey = textOf(fields.valkey_version);
    const mode = textOf(fields.mode);
    const shown = `${valkey === undefined ? `Redis ${version}` : `Valkey ${valkey}`}, ${mode === 'cluster' ? `a cluster of ${Number(fields.nodes)} masters` : mode}`;
    if (!isAtLeast(version, 4))
      return { kind: 'failed', detail: `The ${name} is ${shown}.`, hint: 'Servers before Redis 4 cannot be compared.' };
    const moving = Number(fields.moving_slots ?? 0);
    if (moving > 0)
      return {
        kind: 'warning',
        detail: `The ${name} is ${shown}, and ${moving} of its slots are being moved.`,
        hint: 'A comparison ends as unstable while slots are being moved: wait until the move has ended.',
      };
    if (textOf(fields.role) !== 'slave') return { kind: 'passed', detail: `The ${name} is ${shown}.` };
    if (textOf(fields.master_link) === 'down')
      return {
        kind: 'failed',
        detail: `The ${name} is a replica that has lost its master.`,
        hint: 'Set url to the master, or repair the replication.',
      };
    // Behind a proxy any of its servers may have answered.
    if (written === true && fields.read_only === true && mode !== 'proxy')
      return {
        kind: 'failed',
        detail: `The ${name} is a read-only replica (${shown}): nothing can be copied into it.`,
        hint: 'Name its master, or promote it (REPLICAOF NO ONE).',
      };
    return {
      kind: 'warning',
      detail: `The ${name} is a replica (${shown}).`,
      hint: 'It may lag behind its master: set url to the master unless you mean the replica.',
    };
  },
};
