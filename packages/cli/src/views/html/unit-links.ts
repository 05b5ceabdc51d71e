import { formatCount } from '../folds/counted.ts';
import { html, type Markup } from './markup.ts';

/** A unit or step by name; with JavaScript it opens the unit's panel. */
export function unitLink(address: string): Markup {
  return html`<a class="unit" href="#unit=${encodeURIComponent(address)}">${address}</a>`;
}

/** The first units of a list, and how many more there are. */
export function unitLinks(addresses: readonly string[], shown: number): Markup {
  const rest = addresses.length - shown;
  return html`<ul class="units">${addresses.slice(0, shown).map((address) => html`<li>${unitLink(address)}</li>`)}${rest > 0 && html`<li class="more">and ${formatCount(rest)} more</li>`}</ul>`;
}
