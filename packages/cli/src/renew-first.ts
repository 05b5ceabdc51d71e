import { type OpenPlan, runOptionsOf, type SavedPreview } from '@waybill/node';
import type { NextStep } from './views/documents/json-objects.ts';
import { type CommandContext, commandLine } from './views/folds/command-line.ts';
import { planOfPreview } from './views/folds/whole-plan.ts';

export interface ProposedOn extends Pick<CommandContext, 'file' | 'flags'> {
  /** What `file` is, unless it is a plan. */
  readonly saved: SavedPreview | undefined;
  readonly opened: Pick<OpenPlan, 'comparePreview'>;
}

/**
 * The commands that are proposed, with a new preview before the first one that carries out a saved preview which is
 * refused now: the plan was edited, rows of an inventory are others, or it has expired. Compared only where one does.
 */
export async function renewFirst(
  next: readonly NextStep[],
  { file, flags, saved, opened }: ProposedOn,
): Promise<readonly NextStep[]> {
  const place = next.findIndex(({ command }) => carriesOut(command, file));
  if (saved === undefined || place < 0) return next;
  const [difference] = await opened.comparePreview(saved.preview, runOptionsOf(saved));
  if (difference === undefined) return next;
  const why = `make a new preview, because ${file} is refused now: ${difference.detail}`;
  return next.toSpliced(place, 0, { command: renewing(file, saved, flags), why });
}

function carriesOut(command: string, file: string): boolean {
  const ways = ['apply', 'resume'].map((verb) => commandLine(verb, { file, flags: {} }));
  return ways.some((way) => command === way || command.startsWith(`${way} `));
}

/** As it was made, of the plan as it is now. */
function renewing(file: string, found: SavedPreview, flags: CommandContext['flags']): string {
  const { preview, saved } = found;
  const { target, exclude } = preview.binding.selection;
  return commandLine(
    'plan',
    planOfPreview(found, flags),
    ...target.flatMap((pattern) => ['--target', pattern]),
    ...exclude.flatMap((pattern) => ['--exclude', pattern]),
    ...(saved.expires_at === null ? ['--expires', 'never'] : []),
    '--out',
    file,
  );
}
