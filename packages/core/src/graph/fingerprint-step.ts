import { hash } from 'node:crypto';
import { canonicalJson } from '../value/canonical-json.ts';
import { moduleOf, type Step } from './steps/step-modules.ts';

/**
 * SHA-256 over what a step means and nothing about where it stands, 16 hex characters: moving or renaming neighbours
 * changes nothing. Computed when a step is begun or compared, not for every step of a plan.
 */
export function fingerprintStep(step: Step): string {
  const unitPrefix = `${step.unit}.`;
  const needs = step.needs.map((need) => need.slice(unitPrefix.length));
  const { kind, name, connection } = step;
  const elsewhere = connection === undefined ? {} : { connection };
  const meaning = { kind, name, needs, ...elsewhere, ...moduleOf(step).meaning(step) };
  return hash('sha256', canonicalJson(meaning), 'hex').slice(0, 16);
}
