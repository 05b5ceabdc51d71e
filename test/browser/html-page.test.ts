import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE, makeHostile } from '../../packages/cli/src/testing/hostile-preview.ts';
import { samplePreview } from '../../packages/cli/src/testing/sample-preview.ts';
import { sampleReport } from '../../packages/cli/src/testing/sample-report.ts';
import { findChromium } from './support/find-chromium.ts';
import { HtmlBrowser } from './support/html-browser.ts';

const chromium = findChromium();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(chromium === undefined)('the page in Chromium', () => {
  let browser: HtmlBrowser;

  beforeAll(async () => {
    browser = await HtmlBrowser.launch(chromium ?? '');
    browser.write('preview.html', await samplePreview());
    browser.write('offline.html', await samplePreview(undefined, { isOffline: true }));
    browser.write('report.html', await sampleReport());
    browser.write('hostile.html', makeHostile(await samplePreview()));
  });

  afterEach(async () => {
    await browser.closePages();
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
  });

  test.each(['preview.html', 'offline.html', 'report.html'])(
    '%s loads nothing and complains of nothing',
    async (name) => {
      const { page, complaints } = await browser.open(name);
      await page.locator('.grid-body [role=row]').first().click();
      await page.locator('dialog').getByRole('button', { name: 'Show all details' }).click();
      await page.keyboard.press('Escape');
      expect(complaints).toEqual([]);
    },
  );

  test.each([375, 768, 1_440])('nothing is wider than a window of %d pixels', async (width) => {
    for (const name of ['preview.html', 'report.html']) {
      const { page } = await browser.open(name, { viewport: { width, height: 800 } });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  describe('can be used by keyboard alone', () => {
    test('from the top to the inside of a unit and back', async () => {
      const { page } = await browser.open('preview.html');
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe('Skip to the content');
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('filter-text');
      await page.keyboard.type('sessions');
      await tabTo(page, 'role', 'row');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await focusedText(page)).toMatch(/^sessions\[mobile\]/);
      await page.keyboard.press('Enter');
      await page.locator('dialog[open] h2', { hasText: 'sessions[mobile]' }).waitFor();
      expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
      await page.keyboard.press('Escape');
      expect(await page.locator('dialog[open]').count()).toBe(0);
      expect(await focusedText(page)).toMatch(/^sessions\[mobile\]/);
    });

    test('from a box of the graph to its units, and from there to one of them', async () => {
      const { page } = await browser.open('preview.html');
      const box = page.getByRole('link', { name: /^cache.online-migration 4 units · level 2/ });
      await box.focus();
      await page.keyboard.press('Enter');
      const group = page.locator('.group:visible');
      await group.waitFor();
      expect(await group.getByRole('img').getAttribute('aria-label')).toContain('cutover (gate)');
      await group.getByRole('link', { name: 'sessions[admin]' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('dialog[open] h2', { hasText: 'sessions[admin]' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await focusedText(page)).toBe('sessions[admin]');
      await group.getByRole('button', { name: 'Show them in the table' }).press('Enter');
      await page.locator('output', { hasText: '4 of 37 units' }).waitFor();
    });
  });

  test.each([
    ['an endpoint', '10.20.0.5:9200', '27 of 37 units', '10.20.0.5:9200'],
    ['an instance id', '33333333-0003-4000-8000-000000000004', '1 of 37 units', '33333333-0003-4000-8000-000000000004'],
    ['an address of Redis', '192.168.2.12', '1 of 37 units', '192.168.2.12'],
    ['a region', 'EU-DE', '10 of 37 units', 'eu-de'],
    ['a label', 'team: catalogue', '5 of 37 units', 'team:'],
    ['what a check found', 'yellow', '1 of 37 units', 'yellow'],
  ])('the filter finds %s, counts it and marks it in the row', async (_what, typed, count, found) => {
    const { page } = await browser.open('preview.html');
    await page.getByLabel('Filter', { exact: true }).fill(typed);
    await page.locator('output', { hasText: count }).waitFor();
    const marks = await page.locator('.grid-body [role=row]').first().locator('mark').allInnerTexts();
    expect(marks).toContain(found);
  });

  test('the filter leads into the table and back by keys, and Escape clears its text only', async () => {
    const { page } = await browser.open('preview.html');
    const filter = page.getByLabel('Filter', { exact: true });
    await page.locator('#filter-migration').selectOption('sessions');
    await page.keyboard.press('/');
    await page.keyboard.type('m*b(');
    await page.locator('output', { hasText: '0 of 37 units' }).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.id')).toBe('filter-text');
    await page.keyboard.press('Escape');
    await page.locator('output', { hasText: '4 of 37 units' }).waitFor();
    expect(await filter.inputValue()).toBe('');
    await page.keyboard.type('mobile');
    await page.keyboard.press('ArrowDown');
    expect(await focusedText(page)).toMatch(/^sessions\[mobile\]/);
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] h2', { hasText: 'sessions[mobile]' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await focusedText(page)).toMatch(/^sessions\[mobile\]/);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.id')).toBe('filter-text');
    await page.keyboard.press('Enter');
    expect(await focusedText(page)).toMatch(/^sessions\[mobile\]/);
  });

  test('on a phone nothing of a row of the table is cut away from below', async () => {
    const { page } = await browser.open('preview.html', { viewport: { width: 390, height: 844 } });
    const row = page.locator('.grid-body [role=row]').first();
    expect(
      await page.evaluate(
        '(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight)(document.querySelector(".grid-body > [role=row]"))',
      ),
    ).toBe(true);
    expect(await row.locator('[data-look=place]').isVisible()).toBe(true);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  });

  test('a link to a unit opens it, with its exact requests and secrets as references', async () => {
    const { page } = await browser.open('preview.html', { hash: '#unit=orders%5Borders-2024-q2%5D.create' });
    const panel = page.locator('dialog[open]');
    await panel.getByRole('button', { name: 'Show all details' }).click();
    const text = await panel.innerText();
    expect(text).toContain('orders[orders-2024-q2]');
    expect(text).toContain('"password": "${{ secrets.es_source }}"');
    expect(text).toMatch(/POST https:\/\/elasticsearch\.cn-beijing\.aliyuncs\.com\/\S*data-task/);
    expect(text).toContain('exists on the sink already');
  });

  test('the table filters, sorts and says how many rows it has', async () => {
    const { page } = await browser.open('preview.html');
    const grid = page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('38');
    await page.getByLabel('Filter', { exact: true }).fill('ORDERS blocking');
    expect(await grid.getByRole('rowheader').allInnerTexts()).toEqual(['orders[orders-2024-q2]']);
    expect(await grid.getAttribute('aria-rowcount')).toBe('2');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('output', { hasText: /^37 units$/ }).waitFor();
    await page.locator('#filter-migration').selectOption('archives');
    await grid.getByRole('button', { name: 'Takes' }).click();
    expect(await grid.getByRole('columnheader', { name: 'Takes' }).getAttribute('aria-sort')).toBe('ascending');
    expect(await grid.getByRole('rowheader').first().innerText()).toBe('archives[archive-2024]');
    await grid.getByRole('button', { name: 'Takes' }).click();
    expect(await grid.getByRole('rowheader').first().innerText()).toBe('archives[archive-2023]');
    await page.getByLabel('Filter', { exact: true }).fill('nothing like it');
    expect(await grid.getByRole('rowheader').count()).toBe(0);
  });

  test('the data can be saved as the JSON that the page was made from', async () => {
    const { page } = await browser.open('report.html');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()]);
    expect(download.suggestedFilename()).toBe('shop-to-cloud-report.json');
    expect(readFileSync(await download.path(), 'utf8')).toBe(JSON.stringify(await sampleReport()));
  });

  test.each([
    ['preview.html', '#group-3'],
    ['report.html', '#unit=products%5Bstock%5D'],
  ])('%s%s has no violation of the accessibility rules, in light and dark', async (name, hash) => {
    const { page } = await browser.open(name, { hash, bypassCSP: true, reducedMotion: 'reduce' });
    if (hash.startsWith('#unit')) await page.locator('dialog[open] .steps').waitFor();
    await page.evaluate(axeSource);
    expect(await violations(page, {})).toEqual([]);
    // Of all rules only this one looks at colours.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, { runOnly: ['color-contrast'] })).toEqual([]);
  });

  test('is dark where people ask for it, and still where they ask for less motion', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor';
    const { page } = await browser.open('preview.html', { colorScheme: 'dark', reducedMotion: 'reduce' });
    const dark = await page.evaluate<string>(background);
    await page.locator('.grid-body [role=row]').first().click();
    await page.locator('dialog[open]').waitFor();
    expect(await page.evaluate('getComputedStyle(document.querySelector("dialog")).animationName')).toBe('none');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await page.evaluate<string>(background)).not.toBe(dark);
  });

  test('on paper everything is there, unfolded and in light colours', async () => {
    const { page } = await browser.open('preview.html', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.locator('.grid.is-printing').waitFor();
    expect(await page.locator('.finding:visible').count()).toBe(await page.locator('.finding').count());
    expect(await page.getByRole('grid').getByRole('rowheader').count()).toBe(37);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const clipped = await page.evaluate<number>(
      '[...document.querySelectorAll("main *")].filter((e) => getComputedStyle(e).overflowY === "auto" && e.scrollHeight > e.clientHeight + 1).length',
    );
    expect(clipped).toBe(0);
  });

  test('on paper everything is there before the pages are counted, and what was open stays open afterwards', async () => {
    const { page } = await browser.open('preview.html');
    const folds = page.locator('details.fold');
    await folds.first().locator('summary').click();
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    const [rows, closed] = [page.getByRole('grid').getByRole('rowheader'), page.locator('details.fold:not([open])')];
    expect([await rows.count(), await closed.count()]).toEqual([37, 0]);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await folds.first().getAttribute('open')).not.toBeNull();
    expect([await rows.count(), await closed.count()]).toEqual([expect.any(Number), (await folds.count()) - 1]);
  });

  test.each([375, 390])('on a phone of %d pixels no table hides a column', async (width) => {
    for (const name of ['preview.html', 'report.html']) {
      const { page } = await browser.open(name, { viewport: { width, height: 800 } });
      await page.evaluate('for (const fold of document.querySelectorAll("details.fold")) fold.open = true');
      const hidden = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('main table td')].filter((cell) => cell.getBoundingClientRect().right > ${width} || cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.dataset.label + ': ' + cell.textContent)`,
      );
      expect(hidden).toEqual([]);
      const [unlabelled, headless] = await page.evaluate<readonly number[]>(
        `[document.querySelectorAll('.labelled tbody td:not([data-label])').length, document.querySelectorAll('main table.plain:has(thead):not(.labelled)').length]`,
      );
      expect([unlabelled, headless]).toEqual([0, 0]);
    }
  });

  test('on paper no address of a unit is cut', async () => {
    const { page } = await browser.open('preview.html', { viewport: { width: 690, height: 1_000 } });
    await page.emulateMedia({ media: 'print' });
    await page.locator('.grid.is-printing').waitFor();
    const cut = await page.evaluate<number>(
      '[...document.querySelectorAll(".grid-body [data-look=address]")].filter((e) => e.scrollWidth > e.clientWidth + 1 || getComputedStyle(e).overflowX === "hidden").length',
    );
    expect(cut).toBe(0);
  });

  test('without JavaScript the answers, checks and levels can be read', async () => {
    const { page, complaints } = await browser.open('preview.html', { javaScriptEnabled: false });
    const text = await page.locator('main').innerText();
    for (const told of [
      '3 blocking',
      'Secret redis has no value',
      'What it costs',
      'plans/shop.yaml:41',
      'needs JavaScript',
    ])
      expect(text).toContain(told);
    expect(await page.getByRole('region', { name: 'Levels' }).getByRole('row').count()).toBe(4);
    expect(await page.locator('#filters').isVisible()).toBe(false);
    await page.getByRole('link', { name: /^cache.backup-import 4 units/ }).click();
    expect(await page.locator('.group:visible h3').innerText()).toContain('cache.backup-import');
    expect(complaints).toEqual([]);
  });

  test('hostile names stay text, in the page and in the panel', async () => {
    const { page, complaints } = await browser.open('hostile.html');
    await page.locator('.grid-body [role=row]').first().click();
    await page.locator('dialog').getByRole('button', { name: 'Show all details' }).click();
    const texts = [await page.locator('main').innerText(), await page.locator('dialog').innerText()];
    for (const text of texts) {
      expect(text).toContain(HOSTILE.slice(0, HOSTILE.indexOf('\u202e')));
      expect(text).toContain('<U+202E>gnp.exe<U+202C>');
      for (const character of ['\u202e', '\u001b']) expect(text).not.toContain(character);
    }
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

/** What axe-core finds, each with the first elements that it is about. */
async function violations(page: Page, options: { readonly runOnly?: readonly string[] }): Promise<readonly string[]> {
  const all = JSON.stringify({ ...options, resultTypes: ['violations'], preload: false });
  const told = '({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html).join(" ")';
  return await page.evaluate(`axe.run(${all}).then(({ violations }) => violations.map(${told}))`);
}

async function focusedText(page: Page): Promise<string> {
  return await page.evaluate<string>('document.activeElement.innerText');
}

/** Presses Tab until something with this attribute has the focus. */
async function tabTo(page: Page, attribute: string, value: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(`document.activeElement.getAttribute(${JSON.stringify(attribute)})`)) === value) return;
  }
  throw new Error(`thirty times Tab do not lead to ${attribute}=${value}`);
}
