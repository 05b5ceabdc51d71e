/**
 * What became of a unit, by the records of its steps. `pending`: nothing of it was sent. `active`: its remote task runs.
 * `started`: something of it was sent, and no remote task of it runs now. `gated`: it waits for an approval. `unknown`:
 * nobody knows whether a call of it happened. `skipped`: an operator gave it up, or what it needs did not succeed.
 */
export type UnitStatus = 'pending' | 'started' | 'active' | 'gated' | 'succeeded' | 'failed' | 'unknown' | 'skipped';
