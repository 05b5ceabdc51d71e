import { expect, test } from 'vitest';
import { toEditorForm } from './editor-form.ts';

test('an editor shows which type of connection a field names', () => {
  const at = { type: 'string', 'x-connection': 'cluster' };
  const properties = { from: { ...at, description: 'The old cluster.' }, to: at };
  expect(toEditorForm({ type: 'object', properties })).toEqual({
    type: 'object',
    properties: {
      from: {
        type: 'string',
        description: 'The old cluster. The alias of a provider of type cluster, declared under providers.',
      },
      to: { type: 'string', description: 'The alias of a provider of type cluster, declared under providers.' },
    },
  });
});
