import type { Channel, SharedReadOptions } from '../../limits/channel.ts';
import type { ReadCall } from '../../provider/read-call.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import type { Json, JsonObject } from '../../value/value.ts';

/**
 * The reads of one look-up. A fresh answer is one that was asked for after the answer which this look-up has already had;
 * one that another look-up has asked for since then is as good, so that units which are ready together ask once.
 */
export class LookUpReads {
  readonly #channel: Pick<Channel, 'readShared' | 'readFresh'>;
  readonly #options: SharedReadOptions;
  readonly #seen = new Map<string, Promise<Json>>();

  constructor(channel: Pick<Channel, 'readShared' | 'readFresh'>, options: SharedReadOptions) {
    this.#channel = channel;
    this.#options = options;
  }

  readonly shared: ReadCall = (operation, args) =>
    this.#keep(operation, args, () => this.#channel.readShared(operation, args, this.#options));

  readonly fresh: ReadCall = (operation, args) =>
    this.#keep(operation, args, (seen) => this.#channel.readFresh(operation, args, this.#options, seen));

  #keep(operation: string, args: JsonObject, ask: (seen: Promise<Json> | undefined) => Promise<Json>): Promise<Json> {
    const key = `${operation}\n${canonicalJson(args)}`;
    const answer = ask(this.#seen.get(key));
    this.#seen.set(key, answer);
    return answer;
  }
}
