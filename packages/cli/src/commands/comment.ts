import { comparePreviews, defined, type Preview, WaybillError } from '@waybill/core';
import { parseSavedPreview } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { ReviewComment, ReviewThread } from '../forge/forge.ts';
import { findGithubThread } from '../forge/github-thread.ts';
import { findGitlabThread } from '../forge/gitlab-thread.ts';
import { JSON_FORMAT } from '../json-format.ts';
import { parseCount } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, ProviderFlags, StateFlag } from '../plan-options.ts';
import { readInputFile } from '../read-input-file.ts';
import { renderChangesMarkdown, type SinceBefore } from '../views/changes/render-changes-markdown.ts';
import { previewNextSteps } from '../views/preview/preview-next-steps.ts';
import { LEAST_MAX_BYTES, markOf, renderMarkdown } from '../views/preview/render-markdown.ts';

export interface CommentFlags extends CommonFlags, ProviderFlags, StateFlag, JsonFlag {
  readonly maxBytes: string;
  /** The preview before, of the same pull request. */
  readonly against?: string;
}

/** Puts a saved preview on the pull or merge request of this CI job: one comment, replaced by each new preview. */
export async function comment(file: string, flags: CommentFlags, io: CliIo): Promise<ExitCode> {
  const { preview, saved } = parseSavedPreview(file, readInputFile(file, io.cwd));
  const maxBytes = parseCount(flags.maxBytes, '--max-bytes', LEAST_MAX_BYTES);
  const context = {
    file: preview.plan.file,
    flags: { ...flags, var: saved.variables, ...defined({ env: saved.environment }) },
  };
  const nextSteps = previewNextSteps(preview, { context, savedAs: file });
  const changes =
    flags.against === undefined ? undefined : renderChangesMarkdown(sinceBefore(preview, flags.against, io));
  await using transport = createUndiciTransport({ env: io.env, cwd: io.cwd });
  const thread = findGithubThread(io.env, transport) ?? findGitlabThread(io.env, transport);
  if (thread === undefined) throw noThread();
  const written = await replaceComment(
    thread,
    markOf(preview),
    renderMarkdown(preview, { nextSteps, maxBytes, expiresAt: saved.expires_at, ...defined({ changes }) }),
  );
  if (flags.json === true) io.stdout.write(`${JSON.stringify(toJson(written, nextSteps))}\n`);
  else io.stdout.write(`${written.isNew ? 'Commented on' : 'Updated the comment on'} ${thread.name}. ${written.url}\n`);
  return EXIT.done;
}

/** A comment without this part is better than none: the preview before may be of another version, or of a renamed plan. */
function sinceBefore(preview: Preview, against: string, { cwd }: CliIo): SinceBefore {
  const text = readInputFile(against, cwd);
  try {
    return { changes: comparePreviews(parseSavedPreview(against, text).preview, preview) };
  } catch (error) {
    if (error instanceof WaybillError) return { problem: error.message };
    throw error;
  }
}

interface WrittenComment extends ReviewComment {
  readonly isNew: boolean;
}

/**
 * The first comment of our own that bears the mark is replaced. Anyone can write one with the mark first; the preview would
 * then be shown in a comment that its author can still edit.
 */
async function replaceComment(thread: ReviewThread, mark: string, body: string): Promise<WrittenComment> {
  const earlier = (await thread.list()).find((known) => known.isOwn && known.body.startsWith(mark));
  if (earlier === undefined) return { ...(await thread.create(body)), isNew: true };
  return { ...(await thread.update(earlier.id, body)), isNew: false };
}

function toJson({ id, url, isNew }: WrittenComment, nextSteps: ReturnType<typeof previewNextSteps>) {
  return { format_version: JSON_FORMAT, kind: 'comment', id, url, is_new: isNew, next_steps: nextSteps };
}

function noThread(): CliError {
  return new CliError(
    'CLI_FORGE_MISSING',
    'This is not a CI job for a pull or merge request, or it has no token.',
    'On GitHub Actions run it on `pull_request` with GITHUB_TOKEN set; on GitLab in a merge request pipeline with GITLAB_TOKEN set. `waybill show FILE --format markdown` prints the comment anywhere.',
  );
}
