import type { Answer, Call } from '@waybill/stand-kit';
import type { AlicloudState } from './alicloud-state.ts';
import type { AlicloudWorld } from './alicloud-world.ts';

export interface AlicloudService {
  readonly world: AlicloudWorld;
  readonly state: AlicloudState;
}

/** An operation's work: from the call to the answer, on the service's state. */
export type AlicloudHandler = (call: Call, service: AlicloudService) => Answer;
