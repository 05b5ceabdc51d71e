import { expect, it } from 'vitest';
import { buildRequest } from '../request/build-request.ts';
import { definitionTried } from './definition-tried.ts';

const SIMULATED = 'simulate_template_vlscfjvqtr-xjz6x0dsxfw';
const like = (version: string) => ({ like: { settings: { index: {} }, mappings: {}, version } });

function refused(code: string, said: string) {
  const message = `TryDefinition was refused with ${code}: ${said}`;
  return definitionTried.judgeNotFound?.(like('7.10.2'), { index: 'copy' }, { code, message });
}

it.each([
  [
    'illegal_argument_exception',
    `composable template [${SIMULATED}] template after composition is invalid: Unknown filter type [icu_folding] for [f]`,
    'Unknown filter type [icu_folding] for [f]',
  ],
  [
    'illegal_argument_exception',
    `composable template [${SIMULATED}] template after composition is invalid: invalid composite mappings for [${SIMULATED}]: Failed to parse mapping [_doc]: analyzer [nori] has not been configured in mappings`,
    'Failed to parse mapping [_doc]: analyzer [nori] has not been configured in mappings',
  ],
  [
    'invalid_index_template_exception',
    `index_template [${SIMULATED}] invalid, cause [Validation Failed: 1: unknown setting [index.foo] please check that any required plugins are installed;2: expected [index.foo] to be private but it was not;]`,
    'unknown setting [index.foo] please check that any required plugins are installed.',
  ],
])('%s is a refusal in words that are the same each time', (code, said, words) => {
  expect(refused(code, said)).toMatchObject({
    kind: 'failed',
    detail: `The target refuses the definition of copy: ${words}`,
  });
});

it.each(['security_exception', 'HTTP_405'])('%s says nothing of the definition', (code) => {
  expect(refused(code, 'no')).toMatchObject({ kind: 'warning' });
});

it('says where nothing can be tried', () => {
  expect(definitionTried.judge({}, like('7.8.1'), {})).toMatchObject({
    kind: 'passed',
    detail: expect.stringContaining('Elasticsearch 7.8') as unknown,
    notes: [expect.stringMatching(/^Not tried: the definition of the copy\. Elasticsearch 7\.8/)] as unknown,
  });
  expect(definitionTried.judge({}, like('1.3.20'), {})).toMatchObject({
    detail: 'The target accepts the definition of the copy.',
  });
});

it.each([
  ['7.8.1', 'GET', '/_nodes/_local/http'],
  ['7.9.0', 'POST', '/_index_template/_simulate'],
  ['2.19.6', 'POST', '/_index_template/_simulate'],
])('%s is sent %s %s', (version, method, path) => {
  const request = buildRequest({ url: 'http://127.0.0.1:9200' }, 'TryDefinition', like(version));
  expect(request).toMatchObject({ method, path });
});
