import { Argument, Command, Option } from 'commander';
import type { CliIo } from './cli-io.ts';
import {
  addCommonOptions,
  addFormatOptions,
  addJsonOption,
  addPlanOptions,
  addRunOptions,
  addSelectionOptions,
  addVariableOptions,
  providerOption,
  repeatable,
  standOption,
} from './command-options.ts';
import type { AdoptFlags } from './commands/adopt.ts';
import type { ApplyFlags } from './commands/apply-flags.ts';
import type { ApproveFlags } from './commands/approve.ts';
import type { CancelFlags } from './commands/cancel.ts';
import type { CommentFlags } from './commands/comment.ts';
import type { DecideFlags } from './commands/decide.ts';
import type { DiscoverFlags } from './commands/discover.ts';
import type { DoctorFlags } from './commands/doctor.ts';
import type { UnitVerb } from './commands/find-units.ts';
import type { ForceUnlockFlags } from './commands/force-unlock.ts';
import type { FormatFlags } from './commands/format.ts';
import type { GraphFlags } from './commands/graph.ts';
import type { InitFlags } from './commands/init.ts';
import type { OrphansFlags } from './commands/orphans.ts';
import type { PlanFlags } from './commands/plan.ts';
import type { RehearseFlags } from './commands/rehearse.ts';
import type { SandboxFlags } from './commands/sandbox.ts';
import type { SchemaFlags } from './commands/schema.ts';
import type { ResolveFlags } from './commands/settle.ts';
import type { ShowFlags } from './commands/show.ts';
import type { StateFlags } from './commands/state.ts';
import type { StatusFlags } from './commands/status.ts';
import type { ValidateFlags } from './commands/validate.ts';
import type { VersionFlags } from './commands/version.ts';
import type { Shell } from './completion/shell-scripts.ts';
import type { ExitCode } from './exit-codes.ts';
import { STARTER_KINDS, STARTER_PROVIDERS } from './generated/starter-names.generated.ts';
import { EXAMPLES, EXIT_CODES_HELP, INTRODUCTION } from './help-texts.ts';
import { CLI_VERSION } from './version.ts';

/**
 * The commands, their arguments and their help. Each one loads its own module when it is used: asking for help loads
 * nothing else. `setExitCode` is called with how the command ended.
 */
export function buildProgram(io: CliIo, setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('waybill')
    .description(INTRODUCTION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.size().columns,
      getErrHelpWidth: () => io.stderr.size().columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(describeArgument)].join(' '),
    })
    .version(`waybill ${CLI_VERSION}`, '-V, --version', 'print the version')
    .addHelpCommand(new Command('help').argument('[command]').description('explain a command').helpGroup('Other:'))
    .addHelpText('after', EXIT_CODES_HELP);

  const run = (ending: Promise<ExitCode>): Promise<void> => ending.then(setExitCode);
  addWritingCommands(program, io, run);
  addPreviewCommands(program, io, run);
  addRunCommands(program, io, run);
  addDecisionCommands(program, io, run);
  addStateCommands(program, io, run);
  addOrphansCommand(program, io, run);
  addOtherCommands(program, io, run);
  return program;
}

function describeArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Shows and completes values, and takes others too: providers of a module have their own. */
function suggesting(values: readonly string[], option: Option): Option {
  const parse = option.parseArg;
  option.choices(values);
  return parse === undefined ? option.argParser((value: string) => value) : option.argParser(parse);
}

type RunCommand = (ending: Promise<ExitCode>) => Promise<void>;

function addWritingCommands(program: Command, io: CliIo, run: RunCommand): void {
  const init = addCommand(program, 'Write a plan:', 'init', 'write a plan to start from, and what belongs beside it')
    .argument('[directory]', 'where to write; the current directory if left out')
    .addOption(
      suggesting(
        STARTER_PROVIDERS,
        repeatable(
          '--provider <type-or-file>',
          'provider of the plan, or a JavaScript module that adds it: its code is run',
        ),
      ),
    )
    .addOption(suggesting(STARTER_KINDS, new Option('--kind <kind>', 'what to migrate')))
    .option('--name <name>', "the plan's name; the directory's name if left out")
    .addOption(new Option('--ci <system>', 'also write a pipeline').choices(['github', 'gitlab', 'none']))
    .option('--yes', 'do not ask; take the default of what is not given')
    .action((directory: string | undefined, flags: InitFlags) =>
      run(import('./commands/init.ts').then((command) => command.init(directory, flags, io))),
    );
  addJsonOption(init, 'do not ask, and print what was written as one JSON object');

  const validate = addCommand(program, 'Write a plan:', 'validate', 'check plans without asking any API')
    .argument('<plan...>', 'plan files (YAML)')
    .action((files: string[], flags: ValidateFlags) =>
      run(import('./commands/validate.ts').then((command) => command.validate(files, flags, io))),
    );
  addVariableOptions(validate);
  addJsonOption(validate, 'print the findings as one JSON object');

  const fmt = addCommand(program, 'Write a plan:', 'fmt', 'bring plans into canonical form')
    .argument('<plan...>', 'plan files (YAML); - reads standard input and prints the plan')
    .option('--check', 'change nothing; exit with 1 and name the files that are not in canonical form')
    .action((files: string[], flags: FormatFlags) =>
      run(import('./commands/format.ts').then((command) => command.format(files, flags, io))),
    );
  addJsonOption(fmt, 'print what changed as one JSON object');

  addDiscoverCommand(program, io, run);

  const schema = addCommand(program, 'Write a plan:', 'schema', 'print a JSON Schema, or list them all')
    .argument('[name]', 'plan, editor, <provider>, <provider>/<Operation>, <provider>/kinds/<kind> or output/<name>')
    .addOption(providerOption())
    .action((name: string | undefined, flags: SchemaFlags) =>
      run(import('./commands/schema.ts').then((command) => command.schema(name, flags, io))),
    );
  addJsonOption(schema, 'print the list as one JSON object');
}

function addDiscoverCommand(program: Command, io: CliIo, run: RunCommand): void {
  const discover = addCommand(program, 'Write a plan:', 'discover', 'write what a connection has into an inventory')
    .argument('<plan>', 'plan file (YAML); only its inputs, secrets and providers are read')
    .argument('<connection>', 'name of a connection under providers:')
    .option('--listing <name>', 'what to list; the first that the provider offers if left out')
    .addOption(repeatable('--with <name=value>', 'where to look, such as endpoint=...; secrets as ${{ secrets.name }}'))
    .addOption(repeatable('--match <text>', 'only rows of this name; * matches any text'))
    .addOption(repeatable('--exclude <text>', 'without rows of this name'))
    .option('--out <file>', 'inventory to write or update: .yaml, .csv or .json; printed as YAML if left out')
    .option('--prune', 'remove rows that are not there any more')
    .option('--check', 'write nothing; exit with 2 and name what differs when the inventory is out of date')
    .option('--allow-secret-commands', 'run the commands of secrets that are needed for it')
    .action((file: string, connection: string, flags: DiscoverFlags) =>
      run(import('./commands/discover.ts').then((command) => command.discover({ file, connection }, flags, io))),
    );
  addVariableOptions(discover);
  addJsonOption(discover, 'print one JSON object');
}

function addPreviewCommands(program: Command, io: CliIo, run: RunCommand): void {
  const plan = addCommand(program, 'See what it will do:', 'plan', 'show what applying a plan would do')
    .argument('<plan>', 'plan file (YAML)')
    .option('--units', 'list every unit instead of one example per migration')
    .option('--requests', 'show the request of every call, with secrets as references')
    .option('--offline', 'ask no API: checks are assumed, and asked before the first effect')
    .option(
      '--without-secrets',
      "read no secret of the plan, and ask no endpoint but the vendors' own: for plans that nobody has reviewed",
    )
    .addOption(repeatable('--allow-endpoint <origin>', "an endpoint that may be asked beside the vendors' own"))
    .option('--no-estimate', 'simulate no runs: do not say how long it takes')
    .option('--concise', 'only the answers: what moves, what could go wrong, how long, what it costs, rollback')
    .option('--detailed-exitcode', 'exit with 2 when there is work to do, and with 0 when there is none')
    .option('--out <file>', 'save the preview, so that `waybill apply <file>` does exactly this')
    .option('--expires <duration>', 'with --out: how long it can be applied; a duration or never', '24h')
    .option('--against <file>', 'also show what changed since an earlier saved preview')
    .option('--check <file>', 'say whether a saved preview is what would be done now; exit code 6 when it is not')
    .action((file: string, flags: PlanFlags) =>
      run(import('./commands/plan.ts').then((command) => command.plan(file, flags, io))),
    );
  addFormatOptions(plan);
  addSelectionOptions(plan);
  addPlanOptions(plan);
  addJsonOption(plan, 'print the whole preview as one JSON object');

  const show = addCommand(
    program,
    'See what it will do:',
    'show',
    'show a saved preview again, or what became of a plan',
  )
    .argument('<file>', 'a preview that `waybill plan --out` saved, or a plan for its report')
    .option('--report', 'of a saved preview: what became of it')
    .option('--effective', 'of a plan: every value as it is used, and where it comes from')
    .option('--all', 'with --effective: the values of every unit instead of one example per migration')
    .addOption(repeatable('--target <pattern>', 'with --effective: the values of these units'))
    .option('--against <file>', 'what differs from an earlier saved preview; exit with 2 when something does')
    .option('--units', 'list every unit instead of one example per migration')
    .option('--requests', 'show the request of every call, with secrets as references')
    .option('--concise', 'only the answers')
    .action((file: string, flags: ShowFlags) =>
      run(import('./commands/show.ts').then((command) => command.show(file, flags, io))),
    );
  addFormatOptions(show);
  addPlanOptions(show);
  addJsonOption(show, 'print the whole preview as one JSON object');

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
      run(import('./commands/comment.ts').then((command) => command.comment(file, flags, io))),
    );
  addJsonOption(comment, 'print one JSON object');

  const graph = addCommand(program, 'See what it will do:', 'graph', 'draw what waits for what')
    .argument('<plan>', 'plan file (YAML)')
    .addOption(
      new Option('--format <format>', 'language of the drawing').choices(['mermaid', 'dot']).default('mermaid'),
    )
    .option('--units', 'draw every unit instead of one box per migration')
    .option('--steps', 'draw every step of every unit')
    .action((file: string, flags: GraphFlags) =>
      run(import('./commands/graph.ts').then((command) => command.graph(file, flags, io))),
    );
  addVariableOptions(graph);
}

function addRunCommands(program: Command, io: CliIo, run: RunCommand): void {
  const apply = addCommand(program, 'Run it:', 'apply', 'carry out a plan; running it again resumes')
    .argument('<plan>', 'plan file (YAML), or a preview that `waybill plan --out` saved')
    .option('--plan <file>', 'the plan that a saved preview must be of; a preview of any other file is refused')
    .action((file: string, flags: ApplyFlags) =>
      run(import('./commands/apply.ts').then((command) => command.apply(file, flags, io))),
    );
  addRunOptions(apply);
  const resume = addCommand(program, 'Run it:', 'resume', 'continue a plan that was applied before')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: ApplyFlags) =>
      run(import('./commands/apply.ts').then((command) => command.resume(file, flags, io))),
    );
  addRunOptions(resume);

  const status = addCommand(program, 'Run it:', 'status', 'show the status of a plan, also while it runs')
    .argument('<plan>', 'plan file (YAML)')
    .option('--why <address>', 'explain why a unit or step waits, and what has to move first')
    .option('--watch', 'show it again whenever it changes, until the run has ended')
    .action((file: string, flags: StatusFlags) =>
      run(import('./commands/status.ts').then((command) => command.status(file, flags, io))),
    );
  addPlanOptions(status);
  addJsonOption(status, 'print one JSON object');

  const approve = addCommand(program, 'Run it:', 'approve', 'let units pass the gate they wait at')
    .argument('<plan>', 'plan file (YAML)')
    .argument('<unit-or-gate...>', "addresses of units or gates, or a migration; * matches any text: 'sessions[*]'")
    .option('--reason <text>', 'why, or the ticket: kept in the journal')
    .option('--auto-approve', 'do not ask')
    .action((file: string, targets: string[], flags: ApproveFlags) =>
      run(import('./commands/approve.ts').then((command) => command.approve(file, targets, flags, io))),
    );
  addPlanOptions(approve);
  addJsonOption(approve, 'print one JSON object');
}

/** What an operator decides about units that a run could not finish. */
function addDecisionCommands(program: Command, io: CliIo, run: RunCommand): void {
  for (const [verb, description] of Object.entries(UNIT_VERBS)) {
    const command = addCommand(program, 'Decide:', verb, description)
      .argument('<plan>', 'plan file (YAML)')
      .argument('<unit...>', "addresses of units; * matches any text, as in 'orders[*]'")
      .action((file: string, targets: string[], flags: DecideFlags) =>
        run(
          import('./commands/decide.ts').then((decide) =>
            decide.decideOnUnits({ verb: verb as UnitVerb, file, targets }, flags, io),
          ),
        ),
      );
    addReasonOption(command, verb !== 'retry');
    addPlanOptions(command);
    addJsonOption(command, 'print one JSON object');
  }
  const cancel = addCommand(program, 'Decide:', 'cancel', 'stop the live run, as Ctrl-C would')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: CancelFlags) =>
      run(import('./commands/cancel.ts').then((command) => command.cancel(file, flags, io))),
    );
  const unlock = addCommand(program, 'Decide:', 'force-unlock', 'take the state from a process that is out of reach')
    .argument('<plan>', 'plan file (YAML)')
    .option('--auto-approve', 'do not ask; required without a terminal')
    .action((file: string, flags: ForceUnlockFlags) =>
      run(import('./commands/force-unlock.ts').then((command) => command.forceUnlock(file, flags, io))),
    );
  for (const command of [cancel, unlock]) {
    addPlanOptions(command);
    addJsonOption(command, 'print one JSON object');
  }
}

const UNIT_VERBS: Readonly<Record<UnitVerb, string>> = {
  retry: 'work on failed units again, from where they failed',
  skip: 'give units up, and what depends on them',
  accept: 'count units as done as they are',
  redo: 'start units over from their first step',
};

function addReasonOption(command: Command, isRequired: boolean): void {
  const description = 'why; it is kept in the journal';
  if (isRequired) command.requiredOption('--reason <text>', description);
  else command.option('--reason <text>', description);
}

function addStateCommands(program: Command, io: CliIo, run: RunCommand): void {
  const state = addCommand(program, 'Look closer:', 'state', 'show what a plan has recorded');
  const list = state
    .command('list')
    .description('list every step with its status')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: StateFlags) =>
      run(import('./commands/state.ts').then((command) => command.listState(file, flags, io))),
    );
  const show = state
    .command('show')
    .description('show all that is recorded about a step or a unit')
    .argument('<plan>', 'plan file (YAML)')
    .argument('<address>', 'address of a unit or step; * matches any text')
    .action((file: string, address: string, flags: StateFlags) =>
      run(import('./commands/state.ts').then((command) => command.showState({ file, address }, flags, io))),
    );
  const dump = state
    .command('export')
    .description('print the journal as JSON lines, oldest record first')
    .argument('<plan>', 'plan file (YAML)')
    .action((file: string, flags: StateFlags) =>
      run(import('./commands/state.ts').then((command) => command.exportState(file, flags, io))),
    );
  const [adopt, resolve] = addSettlingCommands(state, io, run);
  for (const command of [list, show, dump, adopt, resolve]) {
    addCommonOptions(command);
    addPlanOptions(command);
  }
  for (const command of [list, show]) addJsonOption(command, 'print one JSON object per line');
  for (const command of [adopt, resolve]) addJsonOption(command, 'print one JSON object');
}

function addOrphansCommand(program: Command, io: CliIo, run: RunCommand): void {
  const command = addCommand(program, 'Look closer:', 'orphans', 'list remote tasks that no unit owns any more')
    .argument('<plan>', 'plan file (YAML)')
    .option('--delete', 'delete those that the vendor deletes as they are, after a question')
    .option(
      '--other-states',
      'with --delete: also those that another state, a lost one or another copy created, or may have',
    )
    .option('--auto-approve', 'do not ask; required without a terminal')
    .option('--allow-secret-commands', 'run the commands of secrets that are needed for it')
    .action((file: string, flags: OrphansFlags) =>
      run(import('./commands/orphans.ts').then((loaded) => loaded.orphans(file, flags, io))),
    );
  addPlanOptions(command);
  addJsonOption(command, 'print one JSON object');
}

/** For a call whose outcome nothing but an operator can tell. */
function addSettlingCommands(state: Command, io: CliIo, run: RunCommand): readonly [adopt: Command, resolve: Command] {
  const adopt = state
    .command('adopt')
    .description('say that a call did happen, or take over tasks that another state created')
    .argument('<plan>', 'plan file (YAML)')
    .argument('[address...]', 'a step, or units, or patterns of them whose tasks are looked up')
    .option('--all', 'look up the tasks of all units whose first call is not recorded')
    .addOption(repeatable('--output <name=value>', 'what the call answered, as later steps need it'))
    .option('--allow-secret-commands', 'run the commands of secrets that are needed for it')
    .action((file: string, addresses: string[], flags: AdoptFlags) =>
      run(import('./commands/adopt.ts').then((command) => command.adopt(file, addresses, flags, io))),
    );
  addReasonOption(adopt, false);
  const resolve = state
    .command('resolve')
    .description('say that a call of unknown outcome did not happen')
    .argument('<plan>', 'plan file (YAML)')
    .argument('<step>', 'address of the step')
    .requiredOption('--did-not-happen', 'it certainly did not: the next run sends it again')
    .action((file: string, address: string, flags: ResolveFlags) =>
      run(import('./commands/settle.ts').then((command) => command.resolveStep({ file, address }, flags, io))),
    );
  addReasonOption(resolve, true);
  return [adopt, resolve];
}

function addOtherCommands(program: Command, io: CliIo, run: RunCommand): void {
  const rehearse = addCommand(
    program,
    'Try it without a cloud:',
    'rehearse',
    'carry a plan out against simulated vendors',
  )
    .argument('<plan>', 'plan file (YAML)')
    .option('--crash', 'also die, and lose answers, at many points, and compare how each of them ends')
    .option('--points <number>', 'with --crash: at most so many points, spread evenly', '100')
    .option('--seed <number>', 'ids and jitter follow from it', '1')
    .addOption(standOption())
    .action((file: string, flags: RehearseFlags) =>
      run(import('./commands/rehearse.ts').then((command) => command.rehearse(file, flags, io))),
    );
  addVariableOptions(rehearse);
  addJsonOption(rehearse, 'print one JSON object');

  addCommand(program, 'Try it without a cloud:', 'sandbox', "serve the vendors' APIs on this machine")
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', '0')
    .option('--seed <number>', 'ids, jitter and fault chances follow from it', '1')
    .option('--clock <clock>', 'real, virtual or fixed; the latter with a start: virtual@2026-03-01T12:00:00Z', 'real')
    .option('--credentials <json>', 'credentials to accept instead of the demonstration ones: a JSON file or text')
    .option('--env', 'run in the background, and print the exports that a shell needs')
    .option('--for <duration>', 'end after so long; with --env 12h unless given')
    .option('--settings <json>', 'settings: a JSON file, or JSON text that begins with {')
    .option('--durations <json>', 'how long simulated work takes, in milliseconds: a JSON file or text')
    .option('--faults <json>', 'fault script: a JSON file, or JSON text that begins with [')
    .addOption(standOption())
    .action((flags: SandboxFlags) =>
      run(import('./commands/sandbox.ts').then((command) => command.sandbox(flags, io))),
    );
  const doctor = addCommand(program, 'Look closer:', 'doctor', 'check machine, secrets, credentials and state')
    .argument('[plan]', 'plan file (YAML); without one, only the machine is checked')
    .option('--offline', 'ask no API whether it takes the credentials')
    .option('--allow-secret-commands', 'run the commands that secrets of the plan come from')
    .option('--scan <directory>', "look for the plan's secret values in every file of a directory")
    .action((file: string | undefined, flags: DoctorFlags) =>
      run(import('./commands/doctor.ts').then((command) => command.doctor(file, flags, io))),
    );
  addPlanOptions(doctor);
  addJsonOption(doctor, 'print the findings as one JSON object');

  addCommand(program, 'Other:', 'completion', 'print the script that completes words in a shell')
    .addArgument(new Argument('<shell>', 'shell to complete words in').choices(['bash', 'zsh', 'fish']))
    .action((shell: Shell) => run(import('./commands/completion.ts').then(({ completion }) => completion(shell, io))));
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) =>
      run(import('./commands/completion.ts').then(({ complete }) => complete(program, words, io))),
    );
  const version = addCommand(program, 'Other:', 'version', 'print the version').action((flags: VersionFlags) =>
    run(import('./commands/version.ts').then((command) => command.version(flags, io))),
  );
  addJsonOption(version, 'print the versions of all parts as one JSON object');
}

function addCommand(program: Command, group: string, name: string, description: string): Command {
  const command = program.command(name).description(description).helpGroup(group);
  const examples = EXAMPLES[name];
  if (examples !== undefined) command.addHelpText('after', examples);
  return addCommonOptions(command);
}
