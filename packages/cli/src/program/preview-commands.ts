import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import {
  addFormatOptions,
  addJsonOption,
  addPlanOptions,
  addSelectionOptions,
  addVariableOptions,
  repeatable,
} from '../command-options.ts';
import type { CommentFlags } from '../commands/comment.ts';
import type { GraphFlags } from '../commands/graph.ts';
import type { PlanFlags } from '../commands/plan.ts';
import type { ShowFlags } from '../commands/show.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addPreviewCommands(program: Command, io: CliIo, run: RunCommand): void {
  addPlan(program, io, run);
  addShow(program, io, run);
  addComment(program, io, run);
  addGraph(program, io, run);
}

function addPlan(program: Command, io: CliIo, run: RunCommand): void {
  const plan = addCommand(program, 'See what it will do:', 'plan', 'show what applying a plan would do')
    .argument('<plan>', 'plan file (YAML)')
    .option('--units', 'list every unit instead of one example per migration')
    .option('--requests', 'show the request of every call, with secrets as references')
    .option('--offline', 'call no API: checks are assumed, and run before the first effect')
    .option(
      '--without-secrets',
      "read no secret of the plan, and ask no endpoint but the vendors' own: for plans that nobody has reviewed",
    )
    .addOption(repeatable('--allow-endpoint <origin>', "an endpoint that may be called besides the vendors' own"))
    .option('--no-estimate', 'simulate no runs: do not estimate how long it takes')
    .option(
      '--parallelism <number>',
      'say how long it takes with at most this many calls at once, as `waybill apply` has it',
    )
    .option(
      '--concise',
      'only the summary sections: what moves, what could go wrong, how long, what it costs, rollback',
    )
    .option('--quiet', 'only the summary: how much there is to do, and what blocks it')
    .option('--detailed-exitcode', 'exit with 2 when there is work to do, and with 0 when there is none')
    .option('--out <file>', 'save the preview, so that `waybill apply <file>` does exactly this')
    .option('--expires <duration>', 'with --out: how long it can be applied; a duration or never', '24h')
    .option('--against <file>', 'also show what changed since an earlier saved preview')
    .option('--check <file>', 'say whether a saved preview is what would be done now; exit code 6 when it is not')
    .action((file: string, flags: PlanFlags) =>
      run(import('../commands/plan.ts').then((command) => command.plan(file, flags, io))),
    );
  addFormatOptions(plan);
  addSelectionOptions(plan);
  addPlanOptions(plan);
  addJsonOption(plan, 'print the whole preview as one JSON object');
}

function addShow(program: Command, io: CliIo, run: RunCommand): void {
  const show = addCommand(
    program,
    'See what it will do:',
    'show',
    'show a saved preview again, or the outcome of a plan',
  )
    .argument('<file>', 'a preview that `waybill plan --out` saved, or a plan for its report')
    .option('--report', 'for a saved preview: its outcome')
    .option('--effective', 'for a plan: every value as it is used, and where it comes from')
    .option('--all', 'with --effective: the values of every unit instead of one example per migration')
    .addOption(repeatable('--target <pattern>', 'with --effective: the values of these units'))
    .option('--against <file>', 'what differs from an earlier saved preview; exit with 2 when something does')
    .option('--units', 'list every unit instead of one example per migration')
    .option('--requests', 'show the request of every call, with secrets as references')
    .option('--concise', 'only the answers')
    .action((file: string, flags: ShowFlags) =>
      run(import('../commands/show.ts').then((command) => command.show(file, flags, io))),
    );
  addFormatOptions(show);
  addPlanOptions(show);
  addJsonOption(show, 'print the whole preview as one JSON object');
}

function addComment(program: Command, io: CliIo, run: RunCommand): void {
  const comment = addCommand(
    program,
    'See what it will do:',
    'comment',
    'put a saved preview on the pull request of this CI job',
  )
    .argument('<preview>', 'file that `waybill plan --out` saved')
    .option('--state <path>', "the plan's state, for the commands that are shown")
    .addOption(repeatable('--provider <file>', "the plan's providers, for the commands that are shown; not run here"))
    .option('--against <file>', 'an earlier saved preview: the comment says what changed since')
    .option('--max-bytes <number>', 'never longer than this', '60000')
    .action((file: string, flags: CommentFlags) =>
      run(import('../commands/comment.ts').then((command) => command.comment(file, flags, io))),
    );
  addJsonOption(comment, 'print one JSON object');
}

function addGraph(program: Command, io: CliIo, run: RunCommand): void {
  const graph = addCommand(program, 'See what it will do:', 'graph', 'draw the graph of what waits for what')
    .argument('<plan>', 'plan file (YAML)')
    .addOption(
      new Option('--format <format>', 'language of the drawing').choices(['mermaid', 'dot']).default('mermaid'),
    )
    .option('--units', 'draw every unit instead of one box per migration')
    .option('--steps', 'draw every step of every unit')
    .action((file: string, flags: GraphFlags) =>
      run(import('../commands/graph.ts').then((command) => command.graph(file, flags, io))),
    );
  addVariableOptions(graph);
}
