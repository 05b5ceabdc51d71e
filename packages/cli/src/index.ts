export type { CliIo, HostFacts, InterruptName, SignalSource, TerminalSize, TextOutput } from './cli-io.ts';
export { EXIT, type ExitCode, type ExitName } from './exit-codes.ts';
export { runCli } from './run-cli.ts';
