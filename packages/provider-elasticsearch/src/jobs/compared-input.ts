/** What both jobs of a comparison are given. */
export const COMPARED_PROPERTIES = {
  source: { type: 'string' },
  dest: { type: 'string' },
  query: { type: 'object' },
  batch: { type: 'integer', minimum: 1 },
  comparison: { enum: ['bytes', 'value'] },
} as const;

export const COMPARED_INPUT: object = {
  type: 'object',
  required: ['source', 'dest'],
  properties: { ...COMPARED_PROPERTIES, parts: { type: 'integer', minimum: 1 } },
};
