import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../packages/cli/src/run-cli.ts';
import { FakeIo, type FakeIoOptions } from '../../../packages/cli/src/testing/fake-io.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, in which the command line runs as a user would run it. */
export class CliFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), 'waybill-case-'));

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.path, name), content);
  }

  async run(words: readonly string[], options: FakeIoOptions = {}): Promise<Said> {
    const io = new FakeIo({ cwd: this.path, ...options });
    const code = await runCli(words, io);
    return { code, stdout: io.stdout.text, stderr: io.stderr.text };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}
