import type { Limits, Polling } from '../provider/limits.ts';
import type { Provider } from '../provider/provider.ts';
import type { Channel } from './channel.ts';

/** A provider of the plan, connected. */
export interface RunProvider {
  readonly provider: Provider;
  readonly channel: Channel;
  readonly limits: Limits;
  readonly polling: Polling;
}
