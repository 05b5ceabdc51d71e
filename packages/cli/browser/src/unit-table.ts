import { badge, element, marked } from './element.ts';
import type { Column, UnitRows } from './unit-rows.ts';

/** Rows above and below those in sight, so that a quick scroll shows no gap. */
const SPARE_ROWS = 8;
/** On paper there is no scrolling; more rows than these are no reading either. */
const MOST_PRINTED = 1_000;

/** A grid that holds only the rows in sight, whatever their number. */
export class UnitTable {
  readonly #grid: HTMLElement;
  readonly #rows: UnitRows;
  readonly #open: (row: number) => void;
  readonly #scroll: HTMLElement = element('div', { class: 'grid-scroll', role: 'presentation' });
  readonly #body: HTMLElement = element('div', { class: 'grid-body', role: 'rowgroup' });
  readonly #headers: readonly HTMLElement[];
  readonly #cut: HTMLElement = element('p', { class: 'note cut' });
  /** By place in `#shown`. */
  readonly #mounted = new Map<number, HTMLElement>();
  #selected: readonly number[] = [];
  #shown: readonly number[] = [];
  #words: readonly string[] = [];
  #sorting: { readonly column: Column; readonly direction: 1 | -1 } | undefined;
  /** The place that the keyboard is at. */
  #current = 0;
  #isPrinting = false;

  constructor(grid: HTMLElement, rows: UnitRows, open: (row: number) => void) {
    this.#grid = grid;
    this.#rows = rows;
    this.#open = open;
    this.#headers = rows.columns.map((column, at) => this.#header(column, at));
    const head = element('div', { class: 'grid-row grid-head', role: 'row', 'aria-rowindex': '1' }, ...this.#headers);
    this.#scroll.append(this.#body);
    grid.append(element('div', { role: 'rowgroup' }, head), this.#scroll);
    grid.after(this.#cut);
    grid.setAttribute('aria-colcount', String(rows.columns.length));
    grid.toggleAttribute('data-verified', rows.hasComparisons);
    this.#scroll.addEventListener('scroll', () => requestAnimationFrame(() => this.#paint()), { passive: true });
    this.#body.addEventListener('keydown', (event) => this.#onKey(event));
    this.#body.addEventListener('click', (event) => this.#onClick(event));
    new ResizeObserver(() => this.#paint()).observe(this.#scroll);
  }

  /** Rows by position, and the words that they were found by. */
  show(selected: readonly number[], words: readonly string[] = []): void {
    this.#selected = selected;
    this.#words = words;
    this.#arrange();
    this.#scroll.scrollTop = 0;
    this.#repaint();
  }

  /** Every row, one after the other, for paper. */
  setPrinting(isPrinting: boolean): void {
    this.#isPrinting = isPrinting;
    this.#repaint();
  }

  /** To the row that the keyboard was at; does nothing in an empty table. */
  focus(): void {
    if (this.#shown.length > 0) this.#moveTo(this.#current);
  }

  #header(column: Column, at: number): HTMLElement {
    const attributes = { role: 'columnheader', 'aria-colindex': String(at + 1), 'data-look': column.look };
    if (column.look === 'place') return element('div', attributes, column.title);
    const button = element('button', { type: 'button' }, column.title);
    button.addEventListener('click', () => this.#sortBy(column));
    return element('div', { ...attributes, 'aria-sort': 'none' }, button);
  }

  #sortBy(column: Column): void {
    const isSame = this.#sorting?.column === column;
    if (isSame && this.#sorting?.direction === -1) this.#sorting = undefined;
    else this.#sorting = { column, direction: isSame ? -1 : 1 };
    for (const [at, header] of this.#headers.entries()) {
      if (!header.hasAttribute('aria-sort')) continue;
      const isSorted = this.#rows.columns[at] === this.#sorting?.column;
      const word = this.#sorting?.direction === -1 ? 'descending' : 'ascending';
      header.setAttribute('aria-sort', isSorted ? word : 'none');
    }
    this.#arrange();
    this.#repaint();
  }

  #arrange(): void {
    const rows = [...this.#selected];
    if (this.#sorting !== undefined) this.#rows.sort(rows, this.#sorting.column, this.#sorting.direction);
    this.#shown = rows;
    this.#current = 0;
  }

  #repaint(): void {
    for (const row of this.#mounted.values()) row.remove();
    this.#mounted.clear();
    this.#grid.setAttribute('aria-rowcount', String(this.#shown.length + 1));
    this.#grid.classList.toggle('is-empty', this.#shown.length === 0);
    this.#grid.classList.toggle('is-printing', this.#isPrinting);
    const isCut = this.#isPrinting && this.#shown.length > MOST_PRINTED;
    const [printed, all] = [MOST_PRINTED, this.#shown.length].map((count) => count.toLocaleString('en-US'));
    this.#cut.textContent = isCut ? `On paper: the first ${printed} of ${all} units. The page has all of them.` : '';
    this.#paint();
  }

  #paint(): void {
    const height = this.#rowHeight();
    this.#body.style.height = this.#isPrinting ? 'auto' : `${this.#shown.length * height}px`;
    const [from, to] = this.#isPrinting ? [0, Math.min(this.#shown.length, MOST_PRINTED)] : this.#range(height);
    for (const [place, row] of this.#mounted) {
      const isKept = (place >= from && place < to) || row === document.activeElement;
      if (isKept) continue;
      row.remove();
      this.#mounted.delete(place);
    }
    for (let place = from; place < to; place += 1) this.#mount(place, height);
    this.#setTabStop();
  }

  #range(height: number): readonly [number, number] {
    const first = Math.floor(this.#scroll.scrollTop / height) - SPARE_ROWS;
    const count = Math.ceil(this.#scroll.clientHeight / height) + 2 * SPARE_ROWS;
    return [Math.max(0, first), Math.min(this.#shown.length, first + count)];
  }

  #rowHeight(): number {
    return Number.parseFloat(getComputedStyle(this.#grid).getPropertyValue('--row-height')) || 32;
  }

  #mount(place: number, height: number): HTMLElement | undefined {
    const row = this.#shown[place];
    if (row === undefined) return undefined;
    const known = this.#mounted.get(place);
    const made = known ?? this.#makeRow(row, place);
    made.style.transform = this.#isPrinting ? '' : `translateY(${place * height}px)`;
    if (known !== undefined) return known;
    this.#mounted.set(place, made);
    const after = [...this.#mounted.keys()].filter((other) => other > place);
    const next = after.length === 0 ? undefined : this.#mounted.get(Math.min(...after));
    this.#body.insertBefore(made, next ?? null);
    return made;
  }

  #makeRow(row: number, place: number): HTMLElement {
    const cells = this.#rows.columns.map(({ look, text, title }, at) => {
      const value = text(row, this.#words);
      const role = look === 'address' ? 'rowheader' : 'gridcell';
      const attributes = { role, 'data-look': look, 'data-title': title, 'aria-colindex': String(at + 1) };
      if (look === 'badge' && value !== '') return element('div', attributes, badge(value));
      const isSearched = look === 'address' || look === 'text' || look === 'place';
      return element('div', attributes, ...(isSearched ? marked(value, this.#words) : [value]));
    });
    const attributes = {
      class: 'grid-row',
      role: 'row',
      'aria-rowindex': String(place + 2),
      tabindex: '-1',
      'data-place': String(place),
    };
    return element('div', attributes, ...cells);
  }

  #setTabStop(): void {
    const [first] = [...this.#mounted.keys()].toSorted((left, right) => left - right);
    const stop = this.#mounted.has(this.#current) ? this.#current : first;
    for (const [place, row] of this.#mounted) row.tabIndex = place === stop ? 0 : -1;
  }

  #onKey(event: KeyboardEvent): void {
    const place = placeOf(event.target);
    if (place === undefined) return;
    if (event.key === 'Enter' || event.key === ' ') this.#openAt(place);
    else {
      const page = Math.max(1, Math.floor(this.#scroll.clientHeight / this.#rowHeight()) - 1);
      const last = this.#shown.length - 1;
      const moves: Readonly<Record<string, number>> = {
        ArrowDown: place + 1,
        ArrowUp: place - 1,
        PageDown: place + page,
        PageUp: place - page,
        Home: 0,
        End: last,
      };
      const goal = moves[event.key];
      if (goal === undefined) return;
      this.#moveTo(Math.max(0, Math.min(last, goal)));
    }
    event.preventDefault();
  }

  #moveTo(place: number): void {
    const height = this.#rowHeight();
    const [top, bottom] = [place * height, (place + 1) * height];
    if (top < this.#scroll.scrollTop) this.#scroll.scrollTop = top;
    else if (bottom > this.#scroll.scrollTop + this.#scroll.clientHeight)
      this.#scroll.scrollTop = bottom - this.#scroll.clientHeight;
    this.#current = place;
    this.#mount(place, height)?.focus({ preventScroll: true });
    this.#paint();
  }

  #onClick(event: MouseEvent): void {
    const place = placeOf(event.target);
    if (place !== undefined) this.#openAt(place);
  }

  #openAt(place: number): void {
    const row = this.#shown[place];
    if (row === undefined) return;
    this.#moveTo(place);
    this.#open(row);
  }
}

function placeOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  return row === null ? undefined : Number(row.dataset['place']);
}
