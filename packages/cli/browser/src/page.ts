import { BlockReader } from './block-reader.ts';
import { byId, element } from './element.ts';
import { unitContent } from './unit-panel.ts';
import { UnitRows, wordsOf } from './unit-rows.ts';
import { UnitTable } from './unit-table.ts';

document.documentElement.classList.remove('no-script');
markCurrentSection();
void start();

async function start(): Promise<void> {
  const { index, reader } = await BlockReader.open();
  const rows = new UnitRows(index);
  const panel = byId('unit-panel') as HTMLDialogElement;
  const openUnit = (row: number): Promise<void> => showUnit(panel, row, { rows, reader });
  const table = new UnitTable(byId('unit-table'), rows, (row) => void openUnit(row));
  fillFilters(rows);
  const filter = (): void => applyFilter(rows, table);
  byId('filters').addEventListener('input', filter);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  // The fields have their old values until the event is over.
  byId('filters').addEventListener('reset', () => setTimeout(filter));
  filter();
  wireGroups(filter);
  wirePanel(panel);
  wireKeys(table);
  labelCells();
  wirePrinting(table);
  wireDownload(reader, index.kind);
  wireUnitLinks(rows, openUnit);
  document.documentElement.dataset['ready'] = 'yes';
}

function field(id: string): HTMLInputElement | HTMLSelectElement {
  return byId(id) as HTMLInputElement | HTMLSelectElement;
}

function fillFilters(rows: UnitRows): void {
  const fill = (id: string, options: readonly (readonly [value: string, text: string])[]): void =>
    byId(id).append(...options.map(([value, text]) => element('option', { value }, text)));
  fill(
    'filter-state',
    rows.states.map((state) => [state, state]),
  );
  fill(
    'filter-migration',
    rows.migrations.map((name) => [name, name]),
  );
  fill(
    'filter-level',
    Array.from({ length: rows.levelCount }, (_, level) => [String(level), String(level + 1)]),
  );
}

function applyFilter(rows: UnitRows, table: UnitTable): void {
  const found = rows.select({
    text: field('filter-text').value,
    state: field('filter-state').value,
    migration: field('filter-migration').value,
    level: field('filter-level').value,
  });
  table.show(found, wordsOf(field('filter-text').value));
  const [shown, all] = [found.length.toLocaleString('en-US'), rows.count.toLocaleString('en-US')];
  byId('filter-count').textContent = found.length === rows.count ? `${all} units` : `${shown} of ${all} units`;
}

interface UnitSource {
  readonly rows: UnitRows;
  readonly reader: BlockReader;
}

async function showUnit(panel: HTMLDialogElement, row: number, { rows, reader }: UnitSource): Promise<void> {
  const address = rows.address(row);
  const isReport = document.body.querySelector('#outcome') !== null;
  const [planned, actual] = await Promise.all([
    reader.planned(rows.plannedAt(row)),
    isReport ? reader.actual(row) : undefined,
  ]);
  const close = element('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×');
  close.addEventListener('click', () => panel.close());
  const title = element('h2', { id: 'unit-panel-title' }, address);
  const content = element('div', { class: 'panel-content' }, ...unitContent({ address, planned, actual }));
  panel.replaceChildren(element('header', {}, title, close), content);
  if (!panel.open) panel.showModal();
  content.scrollTop = 0;
  close.focus();
}

const UNIT_LINK = '#unit=';

/**
 * A link to a unit opens it and goes nowhere, so that what is open beside it stays, and closing gives the focus back. With
 * such an address the page begins with the unit open.
 */
function wireUnitLinks(rows: UnitRows, openUnit: (row: number) => Promise<void>): void {
  const open = (hash: string): boolean => {
    const row = hash.startsWith(UNIT_LINK) ? rows.rowOf(decodeURIComponent(hash.slice(UNIT_LINK.length))) : undefined;
    if (row !== undefined) void openUnit(row);
    return row !== undefined;
  };
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.unit') : null;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link !== null && isPlain && open(link.hash)) event.preventDefault();
  });
  open(location.hash);
}

/** A click beside the panel closes it. */
function wirePanel(panel: HTMLDialogElement): void {
  panel.addEventListener('click', (event) => {
    if (event.target === panel) panel.close();
  });
}

/** From a group of the graph to its units in the table. */
function wireGroups(filter: () => void): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-uses]')) {
    button.addEventListener('click', () => {
      (byId('filters') as HTMLFormElement).reset();
      field('filter-text').value = button.dataset['uses'] ?? '';
      field('filter-level').value = button.dataset['level'] ?? '';
      // After the filtering that the reset asks for.
      setTimeout(filter);
      byId('units').scrollIntoView();
      field('filter-text').focus({ preventScroll: true });
    });
  }
}

/** What is chosen beside the text stays. */
function clearText(): void {
  field('filter-text').value = '';
  byId('filters').dispatchEvent(new Event('input'));
}

/** From anywhere to the filter, from there into the table, and back. */
function wireKeys(table: UnitTable): void {
  addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof Element && event.target.matches('input, select, textarea');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field('filter-text').focus();
  });
  byId('filter-text').addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') table.focus();
    else if (event.key === 'Escape') clearText();
    else return;
    event.preventDefault();
  });
  byId('unit-table').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') field('filter-text').focus();
  });
}

/** Paper shows what is folded; afterwards what was closed is closed again. */
function wirePrinting(table: UnitTable): void {
  let isPrinting = false;
  let closed: readonly HTMLDetailsElement[] = [];
  const setPrinting = (prints: boolean): void => {
    if (prints === isPrinting) return;
    isPrinting = prints;
    if (prints) closed = [...document.querySelectorAll<HTMLDetailsElement>('details.fold:not([open])')];
    for (const fold of closed) fold.open = prints;
    table.setPrinting(prints);
  };
  // Before the pages are counted: rows that are made later may get none, and those below them neither.
  addEventListener('beforeprint', () => setPrinting(true));
  addEventListener('afterprint', () => setPrinting(false));
  matchMedia('print').addEventListener('change', ({ matches }) => setPrinting(matches));
}

/** On a narrow screen a row is a list: each cell says what it is. Without this script the tables scroll. */
function labelCells(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table.plain:has(thead)')) {
    const titles = [...table.querySelectorAll('thead th')].map(({ textContent }) => textContent.trim());
    for (const row of table.querySelectorAll('tbody tr'))
      for (const [at, cell] of [...row.children].entries())
        if (cell instanceof HTMLTableCellElement) cell.dataset['label'] = titles[at] ?? '';
    table.classList.add('labelled');
  }
}

function wireDownload(reader: BlockReader, kind: string): void {
  byId('download').addEventListener('click', () => {
    byId('download-note').textContent = 'Unpacking …';
    void reader.json().then((json) => {
      const url = URL.createObjectURL(json);
      element('a', { href: url, download: `${document.title.split(' ')[0] ?? 'waybill'}-${kind}.json` }).click();
      byId('download-note').textContent = '';
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
  });
}

function markCurrentSection(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('nav li a')].map((link) => [link.hash.slice(1), link]),
  );
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute('aria-current');
        links.get(target.id)?.setAttribute('aria-current', 'true');
      }
    },
    { rootMargin: '-15% 0px -75% 0px' },
  );
  for (const id of links.keys()) seen.observe(byId(id));
}
