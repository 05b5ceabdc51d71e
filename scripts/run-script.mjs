// Runs a script in a process of its own and ends as it does. Like `setup.mjs` it runs on the Node that the machine has.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The script decides how to end on a signal, and this process ends with it. */
export function runScript(program, args, env) {
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of PASSED_ON) process.on(signal, () => passOn(signal, child));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

/** Ctrl-C reaches the script by itself: passed on as well, it would be a second one, which ends a run at once. */
function passOn(signal, child) {
  if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
