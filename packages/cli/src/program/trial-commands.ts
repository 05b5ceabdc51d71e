import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addDataOptions, addJsonOption, addVariableOptions, standOption } from '../command-options.ts';
import type { RehearseFlags } from '../commands/rehearse.ts';
import type { SandboxFlags } from '../commands/sandbox.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addTrialCommands(program: Command, io: CliIo, run: RunCommand): void {
  addRehearse(program, io, run);
  addSandbox(program, io, run);
}

function addRehearse(program: Command, io: CliIo, run: RunCommand): void {
  const rehearse = addCommand(
    program,
    'Try it without a cloud:',
    'rehearse',
    'carry a plan out against simulated vendors',
  )
    .argument('<plan>', 'plan file (YAML)')
    .option('--crash', 'also crash and lose answers at many points, and compare the outcomes')
    .option('--points <number>', 'with --crash: at most this many points, spread evenly', '100')
    .option('--seed <number>', 'seed of ids and jitter', '1')
    .addOption(standOption())
    .action((file: string, flags: RehearseFlags) =>
      run(import('../commands/rehearse.ts').then((command) => command.rehearse(file, flags, io))),
    );
  addVariableOptions(rehearse);
  addJsonOption(rehearse, 'print one JSON object');
}

function addSandbox(program: Command, io: CliIo, run: RunCommand): void {
  const command = addCommand(program, 'Try it without a cloud:', 'sandbox', "serve the vendors' APIs on this machine")
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', '0')
    .option('--seed <number>', 'seed of ids, jitter and fault chances', '1')
    .option('--clock <clock>', 'real, virtual or fixed; the latter with a start: virtual@2026-03-01T12:00:00Z', 'real')
    .option('--credentials <json>', 'credentials to accept instead of the demonstration ones: a JSON file or text')
    .option('--env', 'run in the background, and print the exports that a shell needs')
    .option('--for <duration>', 'stop after this time; with --env, 12h by default')
    .option('--settings <json>', 'settings: a JSON file, or JSON text that begins with {')
    .option('--durations <json>', 'how long simulated work takes, in milliseconds: a JSON file or text')
    .option('--faults <json>', 'fault script: a JSON file, or JSON text that begins with [');
  addDataOptions(command);
  command
    .addOption(standOption())
    .action((flags: SandboxFlags) => run(import('../commands/sandbox.ts').then(({ sandbox }) => sandbox(flags, io))));
}
