export interface NotRun {
  readonly page: string;
  readonly command: string;
  readonly why: string;
}

/** Commands of the pages that no test runs. One that is no longer on its page has to go from this list. */
export const NOT_RUN: readonly NotRun[] = [
  {
    page: 'docs/operations.md',
    command: 'cp .waybill/shop.db* backup/',
    why: 'a copy by the shell, with nothing of Waybill in it',
  },
  { page: 'README.md', command: 'npm run demo', why: 'takes a minute and checks its own result' },
  { page: 'README.md', command: 'npm test', why: 'runs this test' },
  { page: 'CONTRIBUTING.md', command: 'npm test', why: 'runs this test' },
  { page: 'CONTRIBUTING.md', command: 'npm run test:long', why: 'takes most of an hour' },
  { page: 'CONTRIBUTING.md', command: 'npm run demo', why: 'takes a minute and checks its own result' },
  { page: 'CONTRIBUTING.md', command: 'npm run fix', why: 'changes the repository' },
  { page: 'CONTRIBUTING.md', command: 'npm run generate', why: 'changes the repository' },
  { page: 'CONTRIBUTING.md', command: 'npm run pack', why: 'run by test/library, into another folder' },
  { page: 'CONTRIBUTING.md', command: 'npm run build:bundle', why: 'run by test/library, into another folder' },
  { page: 'CONTRIBUTING.md', command: 'npm run pack:command', why: 'run by test/library, into another folder' },
  { page: 'CONTRIBUTING.md', command: 'npm run build:executable', why: 'run by test/library, into another folder' },
  {
    page: 'CONTRIBUTING.md',
    command: 'npm run release -- 0.2.0 --dry-run',
    why: 'run by test/toolchain/release.test.ts',
  },
  { page: 'CONTRIBUTING.md', command: 'npm run servers -- up', why: 'run by test/servers; needs a JDK and Maven' },
  { page: 'docs/cli.md', command: 'dot -Tsvg', why: 'needs Graphviz' },
  { page: 'docs/preview.md', command: 'sha256sum', why: 'the system’s own; report.test.ts compares the hash' },
];
