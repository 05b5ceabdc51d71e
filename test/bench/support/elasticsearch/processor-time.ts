import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
/** By the place of the name, which ends with the last bracket and may hold spaces. */
const [USER, SYSTEM] = [11, 12] as const;

/** Processor time that a process has taken so far, all of its threads together, in seconds. As Linux counts it: in hundredths. */
export function processorSecondsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS_PER_SECOND;
}

/** Processor time that a copy takes, in microseconds for each document. */
export interface CopyCost {
  readonly source: number;
  readonly target: number;
  readonly client: number;
}

export function describeCost({ source, target, client }: CopyCost): string {
  const parts = [source, target, client].map((micros) => micros.toFixed(1));
  return `${(source + target + client).toFixed(1)} µs (source ${parts[0]}, target ${parts[1]}, client ${parts[2]})`;
}
