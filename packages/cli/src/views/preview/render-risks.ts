import type { Preview, PreviewFinding } from '@waybill/core';
import type { PreviewWarning } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { foldFindings, isUnasked, PREVENTED } from '../folds/fold-findings.ts';
import { listUnits, paragraph, REST_IN_JSON } from '../text/render-outcome.ts';
import type { Paint, Style } from '../text/style.ts';
import { visibleText } from '../text/visible-text.ts';
import { describeCheckCounts, type PreviewFacts, placeOf } from './preview-facts.ts';

/** Warnings that are shown before "and more"; blocking checks are never folded. */
const SHOWN_CAUTIONS = 12;

/** What could go wrong: blocking checks, warnings, what was not asked, and where people are waited for. */
export function renderRisks(preview: Preview, facts: PreviewFacts, style: Style): readonly string[] {
  const { symbols } = style;
  const hidden = facts.cautions.length - SHOWN_CAUTIONS;
  return [
    '',
    style.paint('bold', 'What could go wrong'),
    `  checks: ${describeCheckCounts(preview) ?? 'none'}${preview.checks.basis === 'assumed' ? ' (none was run)' : ''}`,
    ...renderBlocking(preview, facts, style),
    ...facts.cautions.slice(0, SHOWN_CAUTIONS).flatMap((finding) => renderFinding(preview, finding, style, 'yellow')),
    ...(hidden > 0 ? [`  ${symbols.ellipsis} and ${formatCount(hidden)} more warnings (--json lists them)`] : []),
    ...renderUnasked(preview, style),
    ...preview.warnings.flatMap((warning) => renderWarning(warning, style)),
    ...renderGates(facts.gates, style),
  ];
}

/** Checks that block, each with what to do. */
export function renderBlocking(preview: Preview, { blocking }: PreviewFacts, style: Style): readonly string[] {
  return blocking.flatMap((finding) => renderFinding(preview, finding, style, 'red'));
}

function renderFinding(preview: Preview, finding: PreviewFinding, style: Style, look: Paint): readonly string[] {
  const { verdict, check, provider, detail, hint, units, prevents } = finding;
  const isBlocking = verdict === 'blocking';
  const lead = `  ${isBlocking ? style.symbols.failed : style.symbols.warning} `;
  const place = placeOf(preview, finding);
  const named = [provider, check].filter((part) => part !== undefined).join(' ');
  const whom = [
    ...(units.length === 0 ? [] : [listUnits(units, style, REST_IN_JSON)]),
    ...(place === '' ? [] : [place]),
  ];
  return [
    ...paragraph(`${isBlocking ? 'BLOCKING ' : ''}${named}: ${visibleText(detail)}`, lead, style).map((line) =>
      style.paint(look, line),
    ),
    ...(hint === undefined ? [] : paragraph(`hint: ${visibleText(hint)}`, '    ', style)),
    ...(prevents === undefined ? [] : paragraph(`${PREVENTED} ${prevents.join(', ')}`, '    ', style)),
    ...(whom.length === 0 ? [] : paragraph(whom.join('  '), '    ', style).map((line) => style.paint('dim', line))),
  ];
}

/** What was not asked, with the reason, when something else was. */
function renderUnasked({ checks }: Preview, style: Style): readonly string[] {
  if (checks.basis === 'assumed') return [];
  const groups = Map.groupBy(foldFindings(checks.findings.filter(isUnasked)), ({ detail }) => detail);
  return [...groups].flatMap(([detail, findings]) =>
    paragraph(
      `not run: ${[...new Set(findings.map(({ check }) => check))].join(', ')}: ${visibleText(detail)}`,
      `  ${style.symbols.unknown} `,
      style,
    ),
  );
}

function renderWarning({ code, summary, detail, hint, line }: PreviewWarning, style: Style): readonly string[] {
  return [
    ...paragraph(
      `${visibleText(summary)} (${code}${line === undefined ? '' : `, line ${line}`})`,
      `  ${style.symbols.warning} `,
      style,
    ).map((text) => style.paint('yellow', text)),
    ...paragraph(visibleText(detail), '    ', style),
    ...(hint === undefined ? [] : paragraph(`hint: ${visibleText(hint)}`, '    ', style)),
  ];
}

function renderGates(gates: number, style: Style): readonly string[] {
  if (gates === 0) return [];
  return [
    `  ${style.symbols.gate} ${counted(gates, 'gate')} ${gates === 1 ? 'stops' : 'stop'} until an operator approves`,
  ];
}
