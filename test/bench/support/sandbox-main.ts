// The sandbox as a process of its own. It says where it is, and ends when its parent lets it go.
import { readyLine, startSandbox } from '@waybill/sandbox';

const sandbox = await startSandbox({ seed: 1 });
process.on('disconnect', () => process.exit(0));
process.send?.(readyLine(sandbox));
