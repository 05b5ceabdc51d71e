import { defined } from '@waybill/core';
import type { Finding } from '../../doctor/finding.ts';
import { JSON_FORMAT } from '../../json-format.ts';
import type { StateFlag, VariableFlags } from '../../plan-options.ts';
import type { NextStep } from '../documents/json-objects.ts';
import { commandLine } from '../folds/command-line.ts';
import { counted } from '../folds/counted.ts';
import { paragraph, renderNextSteps } from './render-outcome.ts';
import type { Paint, Style } from './style.ts';
import { visibleText } from './visible-text.ts';

export interface JsonFinding {
  readonly area: Finding['area'];
  readonly level: Finding['level'];
  readonly subject: string;
  readonly detail: string;
  readonly fix?: string;
  readonly file?: string;
  readonly byte_offset?: number;
}

export interface JsonDoctor {
  readonly format_version: string;
  readonly kind: 'doctor';
  /** No finding is an error. */
  readonly is_healthy: boolean;
  readonly findings: readonly JsonFinding[];
  readonly next_steps: readonly NextStep[];
}

export interface DoctorContext {
  /** The plan that was looked at. */
  readonly file?: string;
  readonly flags: VariableFlags & StateFlag & { readonly allowSecretCommands?: boolean };
}

export function doctorReport(findings: readonly Finding[], context: DoctorContext): JsonDoctor {
  const isHealthy = findings.every(({ level }) => level !== 'error');
  const repairs = findings.flatMap(({ command, fix = '' }) => (command === undefined ? [] : [{ command, why: fix }]));
  return {
    format_version: JSON_FORMAT,
    kind: 'doctor',
    is_healthy: isHealthy,
    findings: findings.map(({ command: _command, byteOffset, ...finding }) => ({
      ...finding,
      ...defined({ byte_offset: byteOffset }),
    })),
    next_steps: [...repairs, ...afterwards(isHealthy, context)],
  };
}

function afterwards(isHealthy: boolean, { file, flags }: DoctorContext): readonly NextStep[] {
  if (file === undefined) {
    return [
      { command: 'waybill init', why: 'write a plan to start from' },
      { command: 'waybill doctor ...', why: 'with a plan: its secrets, credentials and state' },
    ];
  }
  // Without it, what failed would not even be asked.
  const allowed = flags.allowSecretCommands === true ? ['--allow-secret-commands'] : [];
  const again = {
    command: commandLine('doctor', { file, flags }, ...allowed),
    why: 'check again, once the errors are fixed',
  };
  const plan = { command: commandLine('plan', { file, flags }), why: 'see what it will do' };
  return [isHealthy ? plan : again];
}

const AREAS: Readonly<Record<Finding['area'], string>> = {
  environment: 'This machine',
  plan: 'Plan',
  secrets: 'Secrets of the plan',
  credentials: 'Credentials of its providers',
  state: 'State',
  scan: 'Secret scan',
};

const PAINTS: Readonly<Record<Finding['level'], Paint>> = { ok: 'green', warning: 'yellow', error: 'red' };

export function renderDoctor(report: JsonDoctor, style: Style): string {
  const groups = Map.groupBy(report.findings, ({ area }) => area);
  const lines = [...groups].flatMap(([area, findings]) => [
    style.paint('bold', AREAS[area]),
    ...findings.flatMap((finding) => renderFinding(finding, style)),
    '',
  ]);
  const errors = report.findings.filter(({ level }) => level === 'error').length;
  const warnings = report.findings.filter(({ level }) => level === 'warning').length;
  const counts = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return [...lines, counts, ...renderNextSteps(report.next_steps, style)].join('\n');
}

function renderFinding({ level, subject, detail, fix }: JsonFinding, style: Style): readonly string[] {
  const symbol = { ok: style.symbols.done, warning: style.symbols.warning, error: style.symbols.failed }[level];
  const lead = `  ${symbol} ${visibleText(subject)}: `;
  const [first = '', ...more] = paragraph(visibleText(detail), lead, style);
  const finding = [first.replace(symbol, style.paint(PAINTS[level], symbol)), ...more];
  return fix === undefined ? finding : [...finding, ...paragraph(visibleText(fix), '      ', style)];
}
