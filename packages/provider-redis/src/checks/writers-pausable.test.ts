import type { JsonObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { writersPausable } from './writers-pausable.ts';

const SERVER: JsonObject = { version: '7.0.15', mode: 'standalone', run_ids: ['a'] };
const judge = (server: JsonObject = {}, { level = 'digest', refused = [] as readonly JsonObject[] } = {}) =>
  writersPausable.judge({ refused: [...refused] }, {}, { level }, { ...SERVER, ...server });

it('refuses clearly what cannot let writers alone wait', () => {
  expect(judge()).toMatchObject({ kind: 'passed' });
  expect(judge({ version: '6.0.16' })).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('6.2 and later can'),
  });
  expect(judge({ mode: 'proxy' })).toMatchObject({ kind: 'failed', detail: expect.stringContaining('proxy') });
  expect(judge({ run_ids: [] })).toMatchObject({ kind: 'failed' });
  const said = { command: 'CLIENT', reason: 'NOPERM this user has no permissions' };
  expect(judge({}, { refused: [said] })).toMatchObject({ kind: 'failed', detail: expect.stringContaining('NOPERM') });
});

it('refuses a comparison by scripts where they would wait too', () => {
  expect(judge({ version: '6.2.7' })).toMatchObject({ kind: 'failed', hint: expect.stringContaining('level: dump') });
  expect(judge({ version: '6.2.7' }, { level: 'dump' })).toMatchObject({ kind: 'passed' });
});
