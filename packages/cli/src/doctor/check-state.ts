import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type StateFile, StateUnusableError, WaybillError } from '@waybill/core';
import { messageOf } from '@waybill/core/internal';
import type { JournalFindings, StateFindings } from '@waybill/node';
import { repositoryOf } from '../scaffold/plan-scaffold.ts';
import { type CommandContext, commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import type { Finding } from './finding.ts';

/** Whether the plan's state can be read, makes sense, and is kept where it should be. */
export function checkState(state: StateFindings, context: CommandContext): readonly Finding[] {
  const { location, shown, files, folder, journal } = state;
  const kept =
    folder === undefined ? [] : checkRepository(files[0]?.path ?? join(folder, basename(location)), folder, shown);
  if (journal === undefined) {
    const detail = `none at ${shown}: the plan was never applied here, or its state was moved or deleted`;
    return [{ area: 'state', level: 'ok', subject: 'State', detail }, ...kept];
  }
  return [...checkJournal(journal, shown, context), ...checkMode(files, shown), ...kept];
}

function checkJournal(journal: JournalFindings, shown: string, context: CommandContext): readonly Finding[] {
  const found = { area: 'state', subject: 'Journal' } as const;
  if (journal.kind === 'unusable') {
    const { error } = journal;
    const hint = error instanceof WaybillError ? error.hint : undefined;
    const fix = hint ?? 'Keep the file as it is, and restore an earlier copy; see docs/recovery.md.';
    return [{ ...found, level: 'error', detail: `${shown} cannot be used: ${whyUnusable(error)}`, fix }];
  }
  const detail = `${shown}: ${counted(journal.records, 'record')}, none missing; all of them are consistent`;
  return [{ ...found, level: 'ok', detail }, checkRun(journal, context)];
}

/** The reason alone: which file it is about stands before it. */
function whyUnusable(error: unknown): string {
  if (error instanceof StateUnusableError) return error.why;
  return messageOf(error);
}

type ReadableJournal = Extract<JournalFindings, { kind: 'readable' }>;

function checkRun({ checkpoint, running }: ReadableJournal, context: CommandContext): Finding {
  const found = { area: 'state', subject: 'Run' } as const;
  const { lastRun } = checkpoint;
  if (lastRun === undefined) return { ...found, level: 'ok', detail: 'no run was started' };
  const { host, pid, user } = lastRun.started.owner;
  const owner = `process ${pid} of ${user} on ${host}`;
  if (lastRun.ended !== undefined) {
    const { outcome, stopReason } = lastRun.ended;
    const why = stopReason === undefined ? '' : ` (${stopReason.message})`;
    return { ...found, level: 'ok', detail: `the last one ended: ${outcome}${why}` };
  }
  switch (running) {
    case 'yes':
      return { ...found, level: 'ok', detail: `in progress: ${owner}` };
    case 'no': {
      const detail = `the last one was cut off: ${owner} is gone`;
      const fix = 'Resume it; nothing needs repair.';
      return { ...found, level: 'warning', detail, fix, command: commandLine('resume', context) };
    }
    case 'unknown': {
      const detail = `the last one has not ended; it cannot be determined from here whether ${owner} is alive`;
      const fix = 'Check on that machine. If it will not come back, resume: the lock of a dead process frees itself.';
      return { ...found, level: 'warning', detail, fix };
    }
  }
}

/** On Windows the mode says nothing about who can read a file. */
function checkMode(files: readonly StateFile[], shown: string): Finding[] {
  if (files.length === 0) return [];
  const open = files.filter(({ mode }) => (mode & 0o077) !== 0);
  if (process.platform === 'win32') return [];
  const found = { area: 'state', subject: 'Permissions' } as const;
  if (open.length === 0) return [{ ...found, level: 'ok', detail: 'only its owner can read it' }];
  return [
    {
      ...found,
      level: 'warning',
      detail: `others on this machine can read ${open.map(({ path }) => basename(path)).join(', ')}`,
      fix: 'It holds no secret values, but names, addresses and ids: let only its owner read it.',
      command: `chmod 600 ${shown}*`,
    },
  ];
}

/** A state under version control is stale at every checkout, and its copies would start from different places. */
function checkRepository(path: string, folder: string, shown: string): Finding[] {
  const root = repositoryOf(folder);
  if (!existsSync(`${root}/.git`)) return [];
  const found = { area: 'state', subject: 'Repository' } as const;
  if (git(root, 'ls-files', '--error-unmatch', '--', path) === 0) {
    const fix = 'Take it out of version control, and keep it between runs in another way.';
    const command = `git rm --cached ${shown}`;
    return [{ ...found, level: 'error', detail: `${shown} is under version control`, fix, command }];
  }
  const ignored = git(root, 'check-ignore', '--quiet', '--', path);
  if (ignored === 0) return [{ ...found, level: 'ok', detail: 'ignored by git' }];
  if (ignored !== 1) return [];
  const fix = 'Add .waybill/ to .gitignore.';
  return [{ ...found, level: 'warning', detail: `${shown} is inside a git work tree and not ignored`, fix }];
}

/** The exit code, or undefined when there is no git. */
function git(root: string, ...words: readonly string[]): number | undefined {
  return spawnSync('git', ['-C', root, ...words], { stdio: 'ignore', timeout: 10_000 }).status ?? undefined;
}
