import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import {
  addDerivedRunOptions,
  addJsonOption,
  addPlanOptions,
  addRunOptions,
  addUnitRunOptions,
} from '../command-options.ts';
import type { ApplyFlags } from '../commands/apply-flags.ts';
import type { ApproveFlags } from '../commands/approve.ts';
import type { CutoverFlags } from '../commands/cutover.ts';
import type { RollbackFlags } from '../commands/rollback.ts';
import type { StatusFlags } from '../commands/status.ts';
import type { VerifyFlags } from '../commands/verify.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addRunCommands(program: Command, io: CliIo, run: RunCommand): void {
  addApply(program, io, run);
  addResume(program, io, run);
  addStatus(program, io, run);
  addApprove(program, io, run);
  addVerify(program, io, run);
  addCutover(program, io, run);
  addRollback(program, io, run);
}

function addApply(program: Command, io: CliIo, run: RunCommand): void {
  const apply = addCommand(program, 'Run it:', 'apply', 'carry out a plan; running it again resumes')
    .argument('<plan>', 'plan file (YAML), or a preview that `waybill plan --out` saved')
    .option('--plan <file>', 'the plan that a saved preview must be of; a preview of any other file is refused')
    .action((file: string, flags: ApplyFlags) =>
      run(import('../commands/apply.ts').then((command) => command.apply(file, flags, io))),
    );
  addRunOptions(apply);
}

function addResume(program: Command, io: CliIo, run: RunCommand): void {
  const resume = addCommand(program, 'Run it:', 'resume', 'continue a plan that was applied before')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: ApplyFlags) =>
      run(import('../commands/apply.ts').then((command) => command.resume(file, flags, io))),
    );
  addRunOptions(resume);
}

const SHOW_VALUES = 'with --differences: write what both sides have now as well, which is data of users';

function addStatus(program: Command, io: CliIo, run: RunCommand): void {
  const status = addCommand(program, 'Run it:', 'status', 'show the status of a plan, also while it runs')
    .argument('<plan>', 'plan file (YAML)')
    .option('--why <address>', 'explain why a unit or step waits, and what has to happen first')
    .option('--watch', 'show it again whenever it changes, until the run has ended')
    .option(
      '--differences <file>',
      'write what verifications found to differ, and what copies left out, to a file, one JSON object per line',
    )
    .option('--show-values', SHOW_VALUES)
    .option('--freshness', 'check whether units have been written to since `verify` compared them')
    .option('--usage', 'show who uses which side of units that wait until their clients have moved')
    .option('--allow-secret-commands', 'run the commands of secrets that asking the servers needs')
    .action((file: string, flags: StatusFlags) =>
      run(import('../commands/status.ts').then((command) => command.status(file, flags, io))),
    );
  addPlanOptions(status);
  addJsonOption(status, 'print one JSON object');
}

/** Who approves, and why: see `ApproverFlags`. */
function addApproverOptions(command: Command): Command {
  return command
    .option('--as <name>', 'who approves, as the plan lists approvers. Default: the account of this machine')
    .option('--reason <text>', 'why: kept in the journal')
    .option('--ticket <id>', 'the ticket: kept in the journal');
}

function addApprove(program: Command, io: CliIo, run: RunCommand): void {
  const command = addCommand(program, 'Run it:', 'approve', 'let units pass the gate at which they wait')
    .argument('<plan>', 'plan file (YAML)')
    .argument('<unit-or-gate...>', "addresses of units or gates, or a migration; * matches any text: 'sessions[*]'");
  const approve = addApproverOptions(command)
    .option('--auto-approve', 'do not ask')
    .option('--allow-secret-commands', 'run the commands of secrets that asking the clusters needs')
    .action((file: string, targets: string[], flags: ApproveFlags) =>
      run(import('../commands/approve.ts').then((command) => command.approve(file, targets, flags, io))),
    );
  addPlanOptions(approve);
  addJsonOption(approve, 'print one JSON object');
}

function addVerify(program: Command, io: CliIo, run: RunCommand): void {
  const verify = addCommand(program, 'Run it:', 'verify', 'compare again what was applied')
    .argument('<plan>', 'plan file (YAML)')
    .option('--level <level>', 'how thoroughly: a level of the kind, such as counts or digest')
    .option('--differences <file>', 'write what differs to a file, one JSON object per line')
    .option('--show-values', SHOW_VALUES)
    .action((file: string, flags: VerifyFlags) =>
      run(import('../commands/verify.ts').then((command) => command.verify(file, flags, io))),
    );
  addDerivedRunOptions(verify);
}

function addCutover(program: Command, io: CliIo, run: RunCommand): void {
  const command = addCommand(program, 'Run it:', 'cutover', 'switch clients to the targets of units that wait for it');
  const cutover = addApproverOptions(command.argument('<plan>', 'plan file (YAML)'))
    .option('--auto-approve', 'do not ask')
    .action((file: string, flags: CutoverFlags) =>
      run(import('../commands/cutover.ts').then((command) => command.cutover(file, flags, io))),
    );
  addUnitRunOptions(cutover);
}

function addRollback(program: Command, io: CliIo, run: RunCommand): void {
  const rollback = addCommand(program, 'Run it:', 'rollback', 'switch clients of units back to their sources')
    .argument('<plan>', 'plan file (YAML)')
    .option('--reason <text>', 'why, or the ticket: kept in the journal')
    .option('--copy-back', 'first copy back what was written to the copies since the cut-over, deletions included')
    .option('--delete-target', 'also delete what the units created, if it carries their mark')
    .option('--auto-approve', 'do not ask')
    .action((file: string, flags: RollbackFlags) =>
      run(import('../commands/rollback.ts').then((command) => command.rollback(file, flags, io))),
    );
  addUnitRunOptions(rollback);
}
