import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addJsonOption, addVariableOptions, providerOption, repeatable } from '../command-options.ts';
import type { DiscoverFlags } from '../commands/discover.ts';
import type { FormatFlags } from '../commands/format.ts';
import type { InitFlags } from '../commands/init.ts';
import type { SchemaFlags } from '../commands/schema.ts';
import type { ValidateFlags } from '../commands/validate.ts';
import { STARTER_KINDS, STARTER_PROVIDERS } from '../generated/starter-names.generated.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addWritingCommands(program: Command, io: CliIo, run: RunCommand): void {
  addInit(program, io, run);
  addValidate(program, io, run);
  addFmt(program, io, run);
  addDiscover(program, io, run);
  addSchema(program, io, run);
}

function addInit(program: Command, io: CliIo, run: RunCommand): void {
  const init = addCommand(program, 'Write a plan:', 'init', 'write a plan to start from, and the files that go with it')
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
    .option('--yes', 'do not ask; use defaults for what is not given')
    .action((directory: string | undefined, flags: InitFlags) =>
      run(import('../commands/init.ts').then((command) => command.init(directory, flags, io))),
    );
  addJsonOption(init, 'do not ask, and print what was written as one JSON object');
}

function addValidate(program: Command, io: CliIo, run: RunCommand): void {
  const validate = addCommand(program, 'Write a plan:', 'validate', 'check plans without asking any API')
    .argument('<plan...>', 'plan files (YAML)')
    .action((files: string[], flags: ValidateFlags) =>
      run(import('../commands/validate.ts').then((command) => command.validate(files, flags, io))),
    );
  addVariableOptions(validate);
  addJsonOption(validate, 'print the findings as one JSON object');
}

function addFmt(program: Command, io: CliIo, run: RunCommand): void {
  const fmt = addCommand(program, 'Write a plan:', 'fmt', 'bring plans into canonical form')
    .argument('<plan...>', 'plan files (YAML); - reads standard input and prints the plan')
    .option('--check', 'change nothing; exit with 1 and name the files that are not in canonical form')
    .action((files: string[], flags: FormatFlags) =>
      run(import('../commands/format.ts').then((command) => command.format(files, flags, io))),
    );
  addJsonOption(fmt, 'print what changed as one JSON object');
}

function addDiscover(program: Command, io: CliIo, run: RunCommand): void {
  const discover = addCommand(program, 'Write a plan:', 'discover', 'write what a connection has into an inventory')
    .argument('<plan>', 'plan file (YAML); only its inputs, secrets and providers are read')
    .argument('<connection>', 'name of a connection under providers:')
    .option('--listing <name>', 'what to list; the first that the provider offers if left out')
    .addOption(repeatable('--with <name=value>', 'where to look, such as endpoint=...; secrets as ${{ secrets.name }}'))
    .addOption(repeatable('--match <text>', 'only rows of this name; * matches any text'))
    .addOption(repeatable('--exclude <text>', 'without rows of this name'))
    .option('--out <file>', 'inventory to write or update: .yaml, .csv or .json; printed as YAML if left out')
    .option('--prune', 'remove rows that no longer exist')
    .option('--check', 'write nothing; exit with 2 and name what differs when the inventory is out of date')
    .option('--allow-secret-commands', 'run the commands of secrets that are needed for it')
    .action((file: string, connection: string, flags: DiscoverFlags) =>
      run(import('../commands/discover.ts').then((command) => command.discover({ file, connection }, flags, io))),
    );
  addVariableOptions(discover);
  addJsonOption(discover, 'print one JSON object');
}

function addSchema(program: Command, io: CliIo, run: RunCommand): void {
  const schema = addCommand(program, 'Write a plan:', 'schema', 'print a JSON Schema, or list them all')
    .argument(
      '[name]',
      'plan, editor, values, <provider>, <provider>/<Operation>, <provider>/kinds/<kind> or output/<name>',
    )
    .argument('[plan]', 'with values: the plan whose inputs a file of values sets')
    .addOption(providerOption())
    .action((name: string | undefined, plan: string | undefined, flags: SchemaFlags) =>
      run(import('../commands/schema.ts').then((command) => command.schema({ name, plan }, flags, io))),
    );
  addJsonOption(schema, 'print the list as one JSON object');
}

/** Shows and completes values, and takes others too: providers of a module have their own. */
function suggesting(values: readonly string[], option: Option): Option {
  const parse = option.parseArg;
  option.choices(values);
  return parse === undefined ? option.argParser((value: string) => value) : option.argParser(parse);
}
