import { Refusal } from '@waybill/stand-kit';

/** What a server says in place of a reply; `said` begins with its code. */
export class RedisError extends Refusal {
  readonly said: string;

  constructor(said: string, status = 200) {
    super(status, said.split(' ')[0] ?? 'ERR', said.slice(said.indexOf(' ') + 1));
    this.said = said;
  }
}

export const NOT_LOGGED_IN = 'NOAUTH Authentication required.';
export const WRONG_LOGIN = 'WRONGPASS invalid username-password pair or user is disabled.';
export const LOADING = 'LOADING Redis is loading the dataset in memory';
export const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
