import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, prose } from './markup.ts';

test('values are text, markup is markup, and nothing is nothing', () => {
  const inner = html`<b title="${'"x"'}">${'<i>'}</b>`;
  expect(html`<p>${inner}${undefined}${false}${[1, '&', html`<br>`]}</p>`.text).toBe(
    '<p><b title="&quot;x&quot;">&lt;i&gt;</b>1&amp;<br></p>',
  );
});

test('no text can leave its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = html`${text}`.text;
      expect(escaped).not.toMatch(/[<>"']/);
      expect(escaped).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
      expect(escaped).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('commands between backticks are code, and one that is not closed is text', () => {
  expect(prose('Run `waybill rollback <plan>`, which lifts it; 5` 6').text).toBe(
    'Run <code>waybill rollback &lt;plan&gt;</code>, which lifts it; 5` 6',
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', '<', 'a', '\n', '&') }), (text) => {
      const shown = prose(text)
        .text.replaceAll(/<\/?code>/g, '`')
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&');
      expect(shown).toBe(html`${text}`.text.replaceAll('&lt;', '<').replaceAll('&amp;', '&'));
    }),
  );
});
