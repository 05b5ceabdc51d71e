import type { Answer, Call } from '@waybill/stand-kit';
import type { HuaweicloudState } from './huaweicloud-state.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';

export interface HuaweicloudService {
  readonly world: HuaweicloudWorld;
  readonly state: HuaweicloudState;
}

/** An operation's work: from the call to the answer, on the service's state. */
export type HuaweicloudHandler = (call: Call, service: HuaweicloudService) => Answer;
