/** What a job is given that makes a copy the same as its source is by now. */
export const FOLLOWED_PROPERTIES = {
  source: { type: 'string' },
  /** Of the source when it was checked: one that was made anew since is refused. */
  source_uuid: {},
  dest: { type: 'string' },
  target_version: { type: 'string' },
  type: { type: 'string' },
  query: { type: 'object' },
  batch: { type: 'integer', minimum: 1 },
  tolerate: { type: 'integer', minimum: 0 },
} as const;
