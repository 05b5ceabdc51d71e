import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Preview, Report } from '@waybill/core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { renderHtml } from '../../../packages/cli/src/views/html/render-html.ts';

export interface OpenedPage {
  readonly page: Page;
  /** What the page did that it should not: messages in the console, errors, dialogs, and requests for anything else. */
  readonly complaints: readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** Such as `#unit=…`. */
  readonly hash?: string;
}

/** A real browser without a window, and a folder with the pages that it opens. */
export class HtmlBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'waybill-browser-'));

  static async launch(executablePath: string): Promise<HtmlBrowser> {
    // Chromium refuses its sandbox to root, which is who runs in a container.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return new HtmlBrowser(await chromium.launch({ executablePath, args, timeout: 300_000 }));
  }

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Writes the page of a preview or report into a file, and returns how large it is. */
  write(name: string, shown: Preview | Report): number {
    const nextSteps = [{ command: 'waybill apply plan.json', why: 'carry out exactly what is shown here' }];
    const text = [...renderHtml(shown, { nextSteps })].join('');
    writeFileSync(join(this.#folder, name), text);
    return Buffer.byteLength(text);
  }

  async open(name: string, { hash = '', ...options }: OpenOptions = {}): Promise<OpenedPage> {
    const context = await this.#browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options });
    context.setDefaultTimeout(300_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    const url = `${pathToFileURL(join(this.#folder, name)).href}${hash}`;
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]', { state: 'attached' });
    return { page, complaints };
  }

  /** Closes what a test opened. */
  async closePages(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
