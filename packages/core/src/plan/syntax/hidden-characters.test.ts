import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { findHidden } from './hidden-characters.ts';

function plan(parts: {
  readonly comment?: string;
  readonly description?: string;
  readonly user?: string;
  readonly key?: string;
}): string {
  return `version: 1
name: shop
description: ${parts.description ?? 'all'}
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  orders: # ${parts.comment ?? 'why'}
    uses: search.index-migration
    for_each: { ${parts.key ?? 'a'}: {} }
    with: { InstanceId: a, sourceCluster: { endpoint: "http://10.20.0.5:9200", index: a, username: ${parts.user ?? 'elastic'} } }
`;
}

function findings(text: string): readonly string[] {
  const { diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: fixtureRegistry });
  return diagnostics.map(({ severity, summary, range }) => `${severity} ${range?.start.line}: ${summary}`);
}

test.each([
  ['a zero-width space', { user: 'ela\u200bstic' }, 9, 'invisible character U+200B'],
  ['a no-break space', { user: 'ela\u00a0stic' }, 9, 'invisible character U+00A0'],
  ['an invisible character in a key', { key: 'a\u2060' }, 8, 'invisible character U+2060'],
  ['a byte order mark inside', { user: '\ufeffelastic' }, 9, 'invisible character U+FEFF'],
  ['a tag character', { user: 'a\u{e0041}' }, 9, 'invisible character U+E0041'],
  ['a Hangul filler', { user: 'a\u3164' }, 9, 'invisible character U+3164'],
  ['a lost character', { user: '\ufffdber' }, 9, 'replacement character U+FFFD'],
  ['a right-to-left mark in a name', { user: 'a\u202eb' }, 9, 'invisible character U+202E'],
  ['a right-to-left mark in a comment', { comment: 'a\u2066b' }, 6, 'invisible character U+2066'],
  ['a right-to-left mark in a description', { description: 'a\u200fb' }, 3, 'invisible character U+200F'],
])('%s is a warning that names it', (_what, parts, line, summary) => {
  expect(findings(plan(parts))).toEqual([`warning ${line}: ${summary}`]);
});

describe('no warning', () => {
  test.each([
    ['letters of any script', { user: 'größe-尺寸-пароль' }],
    ['joined emoji', { user: '👩‍👩‍👧', description: '⚠️ 👩‍👩‍👧' }],
    ['spaces of typographers in prose', { description: 'là\u00a0!', comment: 'là\u00a0: tout' }],
    ['an escape, which can be seen', { user: '"ela\\u200bstic"' }],
  ])('of %s', (_what, parts) => {
    expect(findings(plan(parts))).toEqual([]);
  });

  test('of the byte order mark that begins a file', () => {
    expect(findings(`\ufeff${plan({})}`)).toEqual([]);
  });
});

test('the place is that of the character, also behind emoji', () => {
  expect(findHidden('👩‍👩‍👧 a\u200bb', 10)).toMatchObject({ start: 20, end: 21 });
});
