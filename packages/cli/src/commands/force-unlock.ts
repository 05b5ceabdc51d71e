import { defined, type Owner } from '@waybill/core';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { expectState, openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { readPlan } from '../read-plan.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { paragraph, renderNextSteps } from '../views/text/render-outcome.ts';
import { createStyle } from '../views/text/style.ts';
import { visibleText } from '../views/text/visible-text.ts';

export interface ForceUnlockFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly autoApprove?: boolean;
}

/** Takes the state from a process that holds it and cannot be reached. */
export async function forceUnlock(file: string, flags: ForceUnlockFlags, io: CliIo): Promise<ExitCode> {
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const held = await opened.holder();
  if (held === undefined) {
    report({ unlocked: false, owner: undefined }, { file, flags }, io);
    return EXIT.done;
  }
  if (!(await confirmed(held.owner, { file, flags }, io))) return EXIT.stopped;
  await opened.breakLock();
  report({ unlocked: true, owner: held.owner }, { file, flags }, io);
  return EXIT.done;
}

async function confirmed(owner: Owner | undefined, { file, flags }: Context, io: CliIo): Promise<boolean> {
  if (flags.autoApprove === true) return true;
  if (flags.json === true || !io.isInteractive) {
    throw new CliError(
      'CLI_CONFIRMATION_MISSING',
      `The state is in use by ${holderText(owner)}, and there is no terminal to prompt on.`,
      `If that process certainly hangs or is out of reach: ${commandLine('force-unlock', { file, flags }, '--auto-approve')}`,
    );
  }
  const style = createStyle(io.stderr, io.env, flags);
  const lines = [
    `The state is in use by ${holderText(owner)}.`,
    ...livingHint(owner, { file, flags }, io),
    CONSEQUENCE,
  ].flatMap((text) => paragraph(text, '', style));
  io.stderr.write(`${lines.join('\n')}\n\n`);
  if (await askYesNo('Take over the state? [y/N] ', io)) return true;
  io.stderr.write('Left as it is; nothing was changed.\n');
  return false;
}

type Context = CommandContext & { readonly flags: ForceUnlockFlags };

const CONSEQUENCE =
  'If it continues later, it is locked out: whatever it tries to record is refused, and it stops. Calls that it sent already may have happened; the next run finds out and settles them.';

function livingHint(owner: Owner | undefined, context: Context, io: CliIo): readonly string[] {
  if (owner?.host !== io.host.name || !io.host.isProcessAlive(owner.pid)) return [];
  return [`That process runs on this host. \`${commandLine('cancel', context)}\` stops it cleanly, unless it hangs.`];
}

function holderText(owner: Owner | undefined): string {
  if (owner === undefined) return 'another process';
  const link = owner.url === undefined ? '' : ` (${owner.url})`;
  return visibleText(`process ${owner.pid} of ${owner.user} on ${owner.host}${link}`);
}

function report(
  { unlocked, owner }: { readonly unlocked: boolean; readonly owner: Owner | undefined },
  { file, flags }: Context,
  io: CliIo,
): void {
  const next = [
    { command: commandLine('resume', { file, flags }), why: 'continue; this settles what the other process sent' },
  ];
  if (flags.json === true) {
    const answer = { format_version: JSON_FORMAT, kind: 'unlocked', unlocked, ...defined({ owner }) };
    io.stdout.write(`${JSON.stringify({ ...answer, next_steps: unlocked ? next : [] })}\n`);
    return;
  }
  const style = createStyle(io.stdout, io.env, flags);
  const lines = unlocked
    ? [
        ...paragraph(`Took the state over from ${holderText(owner)}. ${CONSEQUENCE}`, `${style.symbols.done} `, style),
        ...renderNextSteps(next, style),
      ]
    : ['No process holds the state; nothing was changed.'];
  io.stdout.write(`${lines.join('\n')}\n`);
}
