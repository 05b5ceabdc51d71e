import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largeSamplePlan } from '../../packages/cli/src/testing/sample-plan.ts';
import { samplePreview } from '../../packages/cli/src/testing/sample-preview.ts';
import { findChromium } from './support/find-chromium.ts';
import { HtmlBrowser } from './support/html-browser.ts';

const chromium = findChromium();
const MEGABYTE = 1_000_000;
/** As many as a window shows, and some to spare; how quick it is, is measured apart. */
const MOST_ROWS = 60;

describe.skipIf(chromium === undefined)('a page with 10,000 units', () => {
  let browser: HtmlBrowser;
  let sizeBytes: number;

  beforeAll(async () => {
    browser = await HtmlBrowser.launch(chromium ?? '');
    sizeBytes = browser.write('large.html', await samplePreview(largeSamplePlan(9_000, 979)));
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
  });

  test('is small, and holds only the rows in sight while it is filtered and scrolled', async () => {
    expect(sizeBytes).toBeLessThan(5 * MEGABYTE);
    const { page, complaints } = await browser.open('large.html');
    const grid = page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('10001');
    expect(await page.evaluate<number>('document.querySelectorAll("*").length')).toBeLessThan(5_000);
    await expectFewRows(grid);
    await page.getByLabel('Filter', { exact: true }).fill('orders-0');
    await page.locator('output', { hasText: '9,000 of 10,000 units' }).waitFor();
    await expectFewRows(grid);
    await grid.getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    expect(await page.evaluate('document.activeElement.innerText')).toMatch(/^orders\[orders-08999\]/);
    expect(await page.evaluate('document.activeElement.ariaRowIndex')).toBe('9001');
    await expectFewRows(grid);
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] h2', { hasText: 'orders[orders-08999]' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(chromium === undefined)('typing into the filter of 10,000 units', () => {
  test('makes no more rows at a key than are in sight, and paper says how many it leaves out', async () => {
    await using browser = await HtmlBrowser.launch(chromium ?? '');
    browser.write('typed.html', await samplePreview(largeSamplePlan(9_000, 979)));
    const { page } = await browser.open('typed.html');
    const filter = page.getByLabel('Filter', { exact: true });
    await page.evaluate(
      `globalThis.made = 0; new MutationObserver((all) => { for (const { addedNodes } of all) globalThis.made += addedNodes.length; }).observe(document.querySelector('.grid-body'), { childList: true });`,
    );
    for (const key of 'orders 10.20.0.5') {
      await page.evaluate('globalThis.made = 0');
      await filter.press(key === ' ' ? 'Space' : key);
      expect(await page.evaluate<number>('globalThis.made')).toBeLessThan(MOST_ROWS);
    }
    await page.locator('output', { hasText: '9,000 of 10,000 units' }).waitFor();
    expect(await page.locator('.grid-body mark').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await page.getByText('On paper: the first 1,000 of 9,000 units.').waitFor();
  });
});

async function expectFewRows(grid: Locator): Promise<void> {
  const count = await grid.getByRole('row').count();
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThan(MOST_ROWS);
}
