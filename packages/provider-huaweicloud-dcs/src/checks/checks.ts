import type { Check } from '@waybill/core';
import { addressUnknown, judgeAddressKnown } from './judge-address-known.ts';
import { judgeAddressesExchangeable } from './judge-addresses-exchangeable.ts';
import { judgeBackupUsable } from './judge-backup-usable.ts';
import { judgeDatabasesFit } from './judge-databases-fit.ts';
import { exchangeForgotten, judgeExchangeRevocable } from './judge-exchange-revocable.ts';
import { judgeInstanceReady } from './judge-instance-ready.ts';
import { judgeTargetFree } from './judge-target-free.ts';
import { judgeTargetSuits } from './judge-target-suits.ts';

/** Those that compare two instances take the target first and the source beside it. */
export const checks: Readonly<Record<string, Check>> = {
  'instance-ready': { judge: judgeInstanceReady, judgeNotFound: instanceMissing },
  'target-free': { judge: judgeTargetFree },
  'databases-fit': { judge: judgeDatabasesFit, judgeNotFound: instanceMissing },
  'target-suits': { judge: judgeTargetSuits, judgeNotFound: instanceMissing },
  'addresses-exchangeable': { judge: judgeAddressesExchangeable, judgeNotFound: instanceMissing },
  'exchange-revocable': { judge: judgeExchangeRevocable, judgeNotFound: exchangeForgotten },
  'address-known': {
    judge: judgeAddressKnown,
    judgeNotFound: addressUnknown,
    outputs: {
      host: '/response/ip',
      port: '/response/port',
      mode: '/response/cache_mode',
      tls: '/response/enable_ssl',
    },
  },
  'backup-usable': { judge: judgeBackupUsable, judgeNotFound: instanceMissing },
};

function instanceMissing(args: Readonly<Record<string, unknown>>): ReturnType<Check['judge']> {
  return {
    kind: 'failed',
    detail: `There is no DCS instance ${String(args['instance_id'])} in this project.`,
    hint: 'Check the id, the region and project_id.',
  };
}
