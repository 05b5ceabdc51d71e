// One bench in a process of its own: no heap, no compiled code and no timer of another bench is in its way.
import { benches } from './benches.ts';

const bench = benches[process.argv[2] ?? ''];
if (bench === undefined) throw new Error(`there is no bench ${process.argv[2]}`);
process.send?.(await bench());
process.disconnect?.();
