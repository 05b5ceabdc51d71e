import { visibleText } from '../../../core/src/diagnostics/visible-text.ts';

export type Child = Node | string | undefined | false;

/** An element with attributes and children; texts are text nodes, so that nothing in them is ever markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const child of children) {
    if (child === undefined || child === false) continue;
    made.append(typeof child === 'string' ? visibleText(child) : child);
  }
  return made;
}

/** An element that the page was written with. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** Text on several lines, each made visible by itself. */
export function block(text: string): HTMLElement {
  const pre = element('pre', { tabindex: '0' });
  for (const [at, line] of text.split('\n').entries()) {
    if (at > 0) pre.append('\n');
    for (const part of visibleText(line).split(/(\$\{\{.*?\}\})/)) {
      pre.append(part.startsWith('${{') ? element('span', { class: 'reference' }, part) : part);
    }
  }
  return pre;
}

const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** Text with what a filter found in it, marked; `words` are in small letters. */
export function marked(text: string, words: readonly string[]): readonly Child[] {
  if (words.length === 0) return [text];
  const parts = words
    .toSorted((left, right) => right.length - left.length)
    .map((word) => word.replaceAll(SPECIAL, '\\$&'));
  return text
    .split(new RegExp(`(${parts.join('|')})`, 'i'))
    .map((part, at) => (at % 2 === 1 ? element('mark', {}, part) : part))
    .filter((part) => part !== '');
}

const TONES: Readonly<Record<string, string>> = {
  succeeded: 'good',
  passed: 'good',
  failed: 'bad',
  blocking: 'bad',
  unknown: 'warn',
  warning: 'warn',
  gated: 'warn',
  active: 'info',
  running: 'info',
  waiting: 'info',
  sleeping: 'info',
};

export function badge(word: string): HTMLElement {
  return element(
    'span',
    { class: 'badge', 'data-tone': TONES[word] ?? 'quiet' },
    word === 'unasked' ? 'not asked yet' : word,
  );
}

export function basis(word: 'checked' | 'computed' | 'assumed'): HTMLElement {
  return element('span', { class: 'basis', 'data-basis': word }, word);
}
