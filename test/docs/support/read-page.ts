import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';
import { type Directive, readDirective } from './read-directive.ts';

export interface Block {
  /** `docs/cli.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  /** The heading that the block stands under. */
  readonly heading: string;
  readonly directive: Directive;
}

export interface Link {
  readonly place: string;
  readonly target: string;
  /** What it is shown as. */
  readonly text: string;
}

/** `waybill resume --retry-failed` within a sentence. */
export interface InlineCode {
  readonly place: string;
  readonly text: string;
}

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  readonly inlineCodes: readonly InlineCode[];
  /** Names that `#…` can refer to, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  /** Directives that cannot be read or that stand above nothing. */
  readonly problems: readonly string[];
}

export const ROOT: string = join(import.meta.dirname, '..', '..', '..');

export function readPage(path: string): Page {
  return parsePage(path, readFileSync(join(ROOT, path), 'utf8'));
}

export function parsePage(path: string, text: string): Page {
  const slugger = new GithubSlugger();
  const page = {
    path,
    blocks: [] as Block[],
    links: [] as Link[],
    inlineCodes: [] as InlineCode[],
    anchors: new Set<string>(),
    problems: [] as string[],
  };
  let heading = '';
  let directive: Directive | undefined;

  const visit = (node: Nodes): void => {
    const place = `${path}:${node.position?.start.line ?? 0}`;
    if (directive !== undefined && node.type !== 'code') {
      page.problems.push(`${place}: a block has to follow the directive above`);
      directive = undefined;
    }
    if (node.type === 'heading') {
      heading = textOf(node);
      page.anchors.add(slugger.slug(heading));
    } else if (node.type === 'html') {
      directive = tryRead(node.value, (problem) => page.problems.push(`${place}: ${problem}`));
      for (const [, name = ''] of node.value.matchAll(/\b(?:id|name)="([^"]+)"/g)) page.anchors.add(name);
      for (const [, target = ''] of node.value.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g))
        page.links.push({ place, target, text: '' });
    } else if (node.type === 'code') {
      page.blocks.push({ place, language: node.lang ?? '', text: node.value, heading, directive: directive ?? {} });
      directive = undefined;
    } else if (node.type === 'inlineCode') page.inlineCodes.push({ place, text: node.value });
    else if ('url' in node) page.links.push({ place, target: node.url, text: textOf(node) });
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(text));
  if (directive !== undefined) page.problems.push(`${path}: no block follows the last directive`);
  return page;
}

function tryRead(comment: string, tell: (problem: string) => void): Directive | undefined {
  try {
    return readDirective(comment);
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
