import type { Basis, CheckVerdict } from '@waybill/core/internal';
import { html, type Markup } from './markup.ts';

const MEANING: Readonly<Record<Basis, string>> = {
  checked: 'An API, a file or the environment was asked',
  computed: 'Follows from the plan, its state and the declared limits',
  assumed: 'From documents, or a guess: nothing was asked',
};

/** How a fact is known: a word, never a colour alone. */
export function basisBadge(basis: Basis): Markup {
  return html`<span class="basis" data-basis="${basis}" title="${MEANING[basis]}">${basis}</span>`;
}

export function basisLegend(): Markup {
  const entries = Object.entries(MEANING) as readonly (readonly [Basis, string])[];
  return html`<dl class="legend">${entries.map(([basis, meaning]) => html`<div><dt>${basisBadge(basis)}</dt><dd>${meaning}.</dd></div>`)}</dl>`;
}

const VERDICT_WORDS: Readonly<Record<CheckVerdict, string>> = {
  blocking: 'blocking',
  warning: 'warning',
  unasked: 'not run yet',
  passed: 'passed',
};

export function verdictBadge(verdict: CheckVerdict): Markup {
  return html`<span class="badge" data-tone="${VERDICT_TONES[verdict]}">${VERDICT_WORDS[verdict]}</span>`;
}

const VERDICT_TONES: Readonly<Record<CheckVerdict, string>> = {
  blocking: 'bad',
  warning: 'warn',
  unasked: 'quiet',
  passed: 'good',
};

export function stateBadge(state: string): Markup {
  return html`<span class="badge" data-tone="${toneOfState(state)}">${state}</span>`;
}

export function toneOfState(state: string): 'good' | 'warn' | 'bad' | 'info' | 'quiet' {
  switch (state) {
    case 'succeeded':
      return 'good';
    case 'failed':
      return 'bad';
    case 'unknown':
    case 'gated':
    case 'stopped':
    case 'unfinished':
      return 'warn';
    case 'active':
    case 'started':
    case 'running':
    case 'waiting':
    case 'sleeping':
      return 'info';
    default:
      return 'quiet';
  }
}
