import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { createRangeFinder } from './range-finder.ts';
import { renderDiagnostics } from './render-diagnostics.ts';

const FILE = 'plan.yaml';

describe('renderDiagnostics', () => {
  test('puts carets under the marked text', () => {
    expect(render('a: 1\nregoin: x\n', 'regoin')).toBe(
      [
        'error PLAN_UNKNOWN_KEY: unknown key',
        '  plan.yaml:2:1',
        '   2 | regoin: x',
        '     | ^^^^^^',
        '  It is not a field.',
        '  hint: did you mean `region`?',
        '',
      ].join('\n'),
    );
  });

  test('sorts by file and place, whatever the order given', () => {
    const text = 'a: 1\nb: 2\n';
    const [first, second] = [diagnosticAt(text, 'a'), diagnosticAt(text, 'b')];
    const sources = new Map([[FILE, text]]);
    expect(renderDiagnostics([second, first], sources)).toBe(renderDiagnostics([first, second], sources));
    expect(renderDiagnostics([second, first], sources).indexOf(':1:1')).toBeLessThan(
      renderDiagnostics([second, first], sources).indexOf(':2:1'),
    );
  });

  test('tabs and wide characters do not move the carets', () => {
    expect(excerpt('\tx: "日本" # é', '"日本"')).toEqual(['    x: "日本" # é', '       ^^^^^^']);
    expect(excerpt('é: "👩‍👩‍👧" b', 'b')).toEqual(['é: "👩‍👩‍👧" b', '        ^']);
  });

  test('control characters and direction marks are made visible, in every part', () => {
    const hostile = '\u001b[31m\u202e';
    const text = `a: ${hostile}`;
    const diagnostic = { ...diagnosticAt(text, 'a'), summary: hostile, detail: hostile, hint: hostile, file: FILE };
    const shown = renderDiagnostics([diagnostic], new Map([[FILE, text]]));
    expect(shown).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v);
    expect(shown).toContain('a: <U+001B>[31m<U+202E>');
  });

  test('a long line is cut around the carets', () => {
    const text = `${'x'.repeat(500)} here ${'y'.repeat(500)}`;
    const [line = '', carets = ''] = excerpt(text, 'here');
    expect(line.length).toBeLessThanOrEqual(102);
    expect(line.startsWith('…') && line.endsWith('…')).toBe(true);
    expect(line.slice(carets.indexOf('^'), carets.indexOf('^') + 4)).toBe('here');
  });

  test('a line of ten megabytes is as quick as any other', () => {
    const text = `a: "${'password: x, '.repeat(800_000)}" here`;
    expect(excerpt(text, 'here')[1]).toContain('^^^^');
  });

  test('colours are added around pieces and change no text', () => {
    const text = 'a: 1\n';
    const sources = new Map([[FILE, text]]);
    const plain = renderDiagnostics([diagnosticAt(text, 'a')], sources);
    const coloured = renderDiagnostics([diagnosticAt(text, 'a')], sources, {
      color: (style, piece) => `<${style}>${piece}</>`,
    });
    expect(coloured).toContain('<error>error</> <code>PLAN_UNKNOWN_KEY</>');
    expect(coloured.replaceAll(/<\/?\w*>/g, '')).toBe(plain);
  });

  test('without the source text only the place is told', () => {
    const shown = renderDiagnostics([diagnosticAt('a: 1', 'a')], new Map());
    expect(shown).toContain('plan.yaml:1:1\n  It is not');
  });
});

describe('secrets are never shown', () => {
  test.each([
    ['password: hunter2', 'password: ******'],
    ['{ user: a, Password: "hunter2", x: 1 }', '{ user: a, Password: "******", x: 1 }'],
    ["access_key_secret: 'hunter2'", "access_key_secret: '******'"],
    ['api_token: hunter2 # comment', 'api_token: ******'],
    ['{"password":"hunter2"}', '{"password":"******"}'],
    ['passwords: [hunter2, other]', 'passwords: ******'],
    [`password: pre-\${{ secrets.a }}-hunter2`, `password: ******\${{ secrets.a }}******`],
  ])('%s', (line, expected) => {
    expect(excerpt(line, line.slice(0, 3))[0]).toBe(expected);
  });

  test.each([`password: \${{ secrets.es }}`, 'ClientToken: abc', 'access_key_id: abc', 'secrets: { es: { env: ES } }'])(
    'no secret in: %s',
    (line) => {
      expect(excerpt(line, line.slice(0, 3))[0]).toBe(line);
    },
  );

  test('a value over several lines', () => {
    for (const text of ['a:\n  password: |\n    hunter2\n', 'password: "one\n  hunter2"\n', 'password:\n  hunter2\n']) {
      expect(render(text, 'hunter2')).toContain('******');
      expect(render(text, 'hunter2')).not.toContain('hunter2');
    }
  });

  test('a place that the finder of the mistake calls sensitive', () => {
    const text = 'auth: { key: hunter2 }\n';
    const at = text.indexOf('hunter2');
    const sensitive = [createRangeFinder(text)(at, at + 7)];
    const shown = renderDiagnostics([{ ...diagnosticAt(text, 'auth'), sensitive }], new Map([[FILE, text]]));
    expect(shown).toContain('auth: { key: ****** }');
  });
});

test('any text and any range can be shown, in lines of bounded length', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(anyText, fc.nat(320), fc.nat(320), (text, start, length) => {
      const range = createRangeFinder(text)(start, start + length);
      const shown = renderDiagnostics([{ ...diagnosticAt('a', 'a'), range }], new Map([[FILE, text]]));
      expect(shown).toContain('^');
      expect(shown).not.toMatch(/[\p{Cc}--\n]/v);
    }),
  );
});

test('lines keep to the width of the output, and within it everything is said', () => {
  const words = fc
    .array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 60 })
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(words, words, fc.integer({ min: 45, max: 160 }), fc.nat(400), (detail, line, columns, at) => {
      const start = Math.min(at, line.length - 1);
      const range = createRangeFinder(line)(start, start + 1);
      const shown = renderDiagnostics(
        [{ ...diagnosticAt('a', 'a'), summary: 'a key', detail, range }],
        new Map([[FILE, line]]),
        { columns },
      );
      for (const written of shown.split('\n')) expect(written.length).toBeLessThanOrEqual(columns);
      expect(shown.replaceAll(/\s+/g, ' ')).toContain(detail);
      expect(shown).toContain('^');
    }),
  );
});

function diagnosticAt(text: string, marked: string): Diagnostic {
  const start = text.lastIndexOf(marked);
  return {
    severity: 'error',
    code: 'PLAN_UNKNOWN_KEY',
    summary: 'unknown key',
    detail: 'It is not a field.',
    hint: 'did you mean `region`?',
    file: FILE,
    range: createRangeFinder(text)(start, start + marked.length),
  };
}

function render(text: string, marked: string): string {
  return renderDiagnostics([diagnosticAt(text, marked)], new Map([[FILE, text]]));
}

/** The source line and the carets, without the gutter. */
function excerpt(text: string, marked: string): readonly string[] {
  return render(text, marked)
    .split('\n')
    .filter((line) => line.includes(' | '))
    .map((line) => line.slice(line.indexOf(' | ') + 3));
}
