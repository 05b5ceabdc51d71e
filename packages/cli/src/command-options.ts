import { type Command, Option } from 'commander';
import { type DataChoice, REAL, refuseShared, SIMULATED } from './data-choice.ts';
import { DATA_CHOICES } from './generated/data-choices.generated.ts';

/** What every command has. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--no-color', 'no colours; the variable NO_COLOR does the same')
    .option('--debug', 'print where an error came from');
}

export function addJsonOption(command: Command, description: string): void {
  command.option('--json', description);
}

export function addVariableOptions(command: Command): void {
  command
    .option('--env <name>', 'the environment: inputs from <name>.yaml next to the plan, and a state of its own')
    .addOption(repeatable('--var <name=value>', 'set an input of the plan; can be repeated'))
    .addOption(repeatable('--var-file <file>', 'set inputs from a file: a JSON object, or lines of name=value'))
    .addOption(providerOption());
}

export function providerOption(): Option {
  return repeatable('--provider <file>', 'add the providers of a JavaScript module; its code is run');
}

export function repeatable(flags: string, description: string): Option {
  // Nothing comes before the first value, whatever the declaration says.
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

export function addPlanOptions(command: Command): void {
  addVariableOptions(command);
  command.option('--state <path>', "the plan's state; default .waybill/<plan name>.db next to the plan");
}

/** Accepts Terraform's habit of naming what is meant. */
export function addSelectionOptions(command: Command): void {
  command
    .addOption(
      repeatable('--target <pattern>', 'only these units and what they need: units[*], migrations or label=value'),
    )
    .addOption(repeatable('--exclude <pattern>', 'without these units and what needs them'));
}

export function addFormatOptions(command: Command): void {
  command
    .addOption(
      new Option('--format <format>', 'text, one markdown comment for a pull request, one html file, or json').choices([
        'text',
        'markdown',
        'html',
        'json',
      ]),
    )
    .option('--max-bytes <number>', 'with --format markdown: at most this long', '60000');
}

export function addRunOptions(command: Command): void {
  addSelectionOptions(command);
  addPlanOptions(command);
  command.option('--auto-approve', 'do not ask before starting; required for a plan file without a terminal');
  addSecretCommandsOption(command);
  command
    .option('--retry-failed', 'retry failed units')
    .option('--keep-changed', 'continue although done steps changed in the plan; they are left as they were done');
  addLimitOptions(command);
  command
    .option(
      '--metrics <address>',
      'serve Prometheus metrics at an address such as 127.0.0.1:9464 while the run is in progress',
    )
    .option('--wait', 'wait until a window of rollout: opens or a wave has soaked, instead of ending with exit code 3')
    .option('--quiet', 'print the summary only')
    .option('--report <file>', 'write a report when the run ends: .html, .md or .json');
  addLogOptions(command);
}

/** For `verify`: a run on units that were applied, without what they need. */
export function addDerivedRunOptions(command: Command): void {
  command.addOption(repeatable('--exclude <pattern>', 'without these units'));
  addUnitRunOptions(command);
}

/** For `cutover` and `rollback`, which have no --exclude. */
export function addUnitRunOptions(command: Command): void {
  command.addOption(repeatable('--target <pattern>', 'only these units: units[*] or migrations'));
  addPlanOptions(command);
  addSecretCommandsOption(command);
  addLimitOptions(command);
  command.option('--quiet', 'print the summary only');
  addLogOptions(command);
}

function addSecretCommandsOption(command: Command): void {
  command.option('--allow-secret-commands', 'run the commands that print secrets of the plan');
}

function addLimitOptions(command: Command): void {
  command
    .option('--max-failures <number>', 'stop after this many failed units')
    .option(
      '--parallelism <number>',
      'at most this many calls at once across all providers, in addition to their own limits',
    )
    .option('--max-runtime <duration>', 'stop cleanly after this time, such as 5h30m; resumable');
}

function addLogOptions(command: Command): void {
  command
    .option('--log-file <file>', 'also write a log of everything that happens, as JSON lines without secrets')
    .addOption(
      new Option('--log-level <level>', 'minimum level to log')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    );
  addJsonOption(command, 'print every event as one JSON object per line, and a summary as the last one');
}

/** Whether real servers are behind the sandbox, and what only these need. */
export function addDataOptions(command: Command, choices: readonly DataChoice[] = DATA_CHOICES): void {
  const kinds = choices.map(({ name, summary }) => `${name} (${summary})`).join(', ');
  const help = `${SIMULATED}; ${REAL}, which is real servers of every kind; or some kinds, with commas between: ${kinds}`;
  command.option('--data <kinds>', help, SIMULATED);
  refuseShared(
    choices,
    command.options.map((option) => option.name()),
  );
  for (const { name: kind, options } of choices)
    for (const { name, value, help } of options) command.option(`--${name} <${value}>`, `with --data ${kind}: ${help}`);
}

export function standOption(): Option {
  return repeatable('--stand <file>', 'add the simulated vendors of a JavaScript module; its code is run');
}
