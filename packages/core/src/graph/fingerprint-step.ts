import { hash } from 'node:crypto';
import { canonicalJson } from '../value/canonical-json.ts';
import type { Step } from './graph.ts';

/**
 * SHA-256 over what a step means and nothing about where it stands, 16 hex characters: moving or renaming neighbours
 * changes nothing. Computed when a step is begun or compared, not for every step of a plan.
 */
export function fingerprintStep(step: Step): string {
  const unitPrefix = `${step.unit}.`;
  const needs = step.needs.map((need) => need.slice(unitPrefix.length));
  const meaning = { kind: step.kind, name: step.name, needs, ...meaningOf(step) };
  return hash('sha256', canonicalJson(meaning), 'hex').slice(0, 16);
}

function meaningOf(step: Step) {
  switch (step.kind) {
    case 'call':
      return { operation: step.operation, arguments: step.arguments };
    case 'await':
      return { poll: step.poll, goal: step.goal, arguments: step.arguments };
    case 'check': {
      const { operation, check, expect, beside } = step;
      return { operation, arguments: step.arguments, check, expect, ...(beside === undefined ? {} : { beside }) };
    }
    case 'gate':
      return { instruction: step.instruction };
  }
}
