// Loaded into a process before its program: at its end it writes what it used into the file that the environment names.
import { writeFileSync } from 'node:fs';

const path = process.env['WAYBILL_BENCH_USAGE'];
if (path !== undefined) process.on('exit', () => writeFileSync(path, JSON.stringify(process.resourceUsage())));
