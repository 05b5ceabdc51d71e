import { type Classified, classifyBlock } from './classify-block.ts';
import type { Block, Page } from './read-page.ts';

export interface Step {
  readonly block: Block;
  readonly classified: Classified;
}

/** Blocks that are carried out one after another in one folder. */
export interface Section {
  readonly scene: string;
  readonly place: string;
  readonly steps: readonly Step[];
}

/** A page's commands, the files they need and the output that is shown, anew from each `scene` on. */
export function splitSections(page: Page): readonly Section[] {
  const sections: { scene: string; place: string; steps: Step[] }[] = [];
  for (const block of page.blocks) {
    const classified = classifyBlock(block);
    const takesPart =
      classified.kind === 'commands' || classified.kind === 'output' || block.directive.file !== undefined;
    if (block.directive.scene !== undefined || (sections.length === 0 && takesPart))
      sections.push({ scene: block.directive.scene ?? 'shop', place: block.place, steps: [] });
    if (takesPart) sections.at(-1)?.steps.push({ block, classified });
  }
  return sections;
}
