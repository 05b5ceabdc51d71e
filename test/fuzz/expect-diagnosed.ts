import { compilePlan, createRegistry, type ProviderRegistry, renderDiagnostics } from '@waybill/core';
import { decodeText } from '@waybill/core/internal';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';

export const registry: ProviderRegistry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);

/**
 * Compiles any text, or any bytes. A user sees a plan or diagnostics, never an exception: every finding is a sentence, lies inside the
 * text, and can be rendered without sending control characters to a terminal. Returns whether it was a valid plan.
 */
export function expectDiagnosed(source: string | Uint8Array): boolean {
  const { compiled, diagnostics } = compilePlan(source, { file: 'fuzzed.yaml', registry });
  const text = typeof source === 'string' ? source : decodeText(source).text;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if ((compiled === undefined) !== errors.length > 0)
    throw new Error('a plan comes back exactly when there is no error');
  for (const { range, summary, detail } of diagnostics) {
    if (summary === '' || detail === '') throw new Error('a diagnostic says what and why');
    if (range === undefined) continue;
    const isInside =
      range.start.offset >= 0 && range.start.offset <= range.end.offset && range.end.offset <= text.length;
    if (!isInside) throw new Error(`a range lies outside of the text: ${JSON.stringify(range)}`);
  }
  const rendered = renderDiagnostics(diagnostics, new Map([['fuzzed.yaml', source]]));
  if (rendered.split('\n').some(hasControl)) throw new Error('control characters reach the terminal');
  // A frame ends in a place; a line of the source that begins with the same word has a gutter in front.
  if (/^ *at .*:\d+:\d+\)?$/m.test(rendered)) throw new Error('a stack trace is shown');
  return compiled !== undefined;
}

function hasControl(line: string): boolean {
  return line.split('').some((character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
  });
}
