import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type Link, type Page, ROOT } from './read-page.ts';

/** Links of the pages that lead nowhere: to no file of the repository, or to no heading of its page. */
export function brokenLinks(pages: readonly Page[]): readonly string[] {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return pages.flatMap((page) =>
    page.links.flatMap(({ place, target }) => {
      if (/^(https?|mailto):/.test(target)) return [];
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page.path : normalize(join(dirname(page.path), decodeURIComponent(path)));
      if (path !== '' && (file.startsWith('..') || !existsSync(join(ROOT, file))))
        return [`${place}: ${target}: there is no such file`];
      const anchors = byPath.get(file.replace(/\/$/, ''))?.anchors;
      if (anchor === undefined || anchors === undefined || anchors.has(anchor)) return [];
      return [`${place}: ${target}: the page has no such heading`];
    }),
  );
}

/** Links to a test that are shown as the name of one that is not there: a claim that nothing holds any more. */
export function unheldClaims(pages: readonly Page[]): readonly string[] {
  const links = pages.flatMap((page) =>
    page.links.map((link) => ({ ...link, file: join(dirname(page.path), link.target) })),
  );
  return links.filter(isUnheld).map(({ place, text, file }) => `${place}: ${file} has no test "${text}"`);
}

function isUnheld({ text, file }: Link & { readonly file: string }): boolean {
  if (!file.endsWith('.test.ts') || file.endsWith(text) || !existsSync(join(ROOT, file))) return false;
  return !readFileSync(join(ROOT, file), 'utf8').includes(text);
}

/** Pages that no other page leads to. */
export function unlinkedPages(pages: readonly Page[]): readonly string[] {
  const linked = new Set(
    pages.flatMap((page) =>
      page.links
        .map(({ target }) => normalize(join(dirname(page.path), target.split('#')[0] ?? '')))
        .filter((file) => file !== page.path),
    ),
  );
  return pages.map((page) => page.path).filter((path) => path.startsWith('docs/') && !linked.has(path));
}
