import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addJsonOption, addPlanOptions } from '../command-options.ts';
import type { DoctorFlags } from '../commands/doctor.ts';
import { addCommand, type RunCommand } from './add-command.ts';

export function addDoctorCommand(program: Command, io: CliIo, run: RunCommand): void {
  const doctor = addCommand(program, 'Inspect:', 'doctor', 'check machine, secrets, credentials and state')
    .argument('[plan]', 'plan file (YAML); without one, only the machine is checked')
    .option('--offline', 'do not try the credentials against any API')
    .option('--allow-secret-commands', 'run the commands that print secrets of the plan')
    .option('--scan <directory>', "look for the plan's secret values in every file of a directory")
    .action((file: string | undefined, flags: DoctorFlags) =>
      run(import('../commands/doctor.ts').then((command) => command.doctor(file, flags, io))),
    );
  addPlanOptions(doctor);
  addJsonOption(doctor, 'print the findings as one JSON object');
}
