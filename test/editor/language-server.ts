import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';

const BINARY = join(
  createRequire(import.meta.url).resolve('yaml-language-server/package.json'),
  '..',
  'bin',
  'yaml-language-server',
);

/** The server ends at its first attempt to open a connection, and every test with it. */
const NO_NETWORK = `data:text/javascript,${encodeURIComponent(
  "import net from 'node:net'; net.Socket.prototype.connect = () => process.exit(99);",
)}`;

export interface Finding {
  /** From 1, as people count. */
  readonly line: number;
  readonly message: string;
}

export interface Completion {
  readonly label: string;
  readonly insertText: string;
  readonly documentation: string;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

interface PublishedDiagnostics {
  readonly uri: string;
  readonly diagnostics: readonly { readonly range: { readonly start: Position }; readonly message: string }[];
}

/**
 * The YAML language server that editors run, over stdio, with every schema from outside switched off. A document names
 * its schema in its first line, as `plans/` do.
 */
export class LanguageServer implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #waiting = new Map<string, (findings: readonly Finding[]) => void>();
  #documents = 0;

  static async start(folder: string): Promise<LanguageServer> {
    const child = spawn(process.execPath, ['--import', NO_NETWORK, BINARY, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const server = new LanguageServer(child, createMessageConnection(child.stdout, child.stdin));
    await server.#initialize(folder);
    return server;
  }

  private constructor(child: ChildProcess, connection: MessageConnection) {
    this.#process = child;
    this.#connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', (published: PublishedDiagnostics) => {
      const findings = published.diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message }));
      this.#waiting.get(published.uri)?.(findings);
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section?: string }[] }) =>
      items.map(({ section }) => (section === 'yaml' ? SETTINGS : null)),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
  }

  async #initialize(folder: string): Promise<void> {
    const rootUri = pathToFileURL(folder).href;
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'test' }],
      capabilities: {
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
        },
        workspace: { configuration: true },
      },
    });
    await this.#connection.sendNotification('initialized', {});
  }

  /** Opens a text as a new file in `folder`; resolves with what the server finds in it. */
  async open(folder: string, text: string): Promise<OpenDocument> {
    this.#documents += 1;
    const uri = pathToFileURL(join(folder, `document-${this.#documents}.yaml`)).href;
    const findings = new Promise<readonly Finding[]>((resolve) => this.#waiting.set(uri, resolve));
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    return { uri, text, findings: await findings };
  }

  /** What the server offers at the `|` of a text. */
  async complete(folder: string, marked: string): Promise<readonly Completion[]> {
    const { text, position } = unmark(marked);
    const { uri } = await this.open(folder, text);
    const answer: { items: readonly RawCompletion[] } | null = await this.#connection.sendRequest(
      'textDocument/completion',
      { textDocument: { uri }, position },
    );
    return (answer?.items ?? []).map(({ label, insertText, textEdit, documentation }) => ({
      label,
      insertText: textEdit?.newText ?? insertText ?? label,
      documentation: textOf(documentation),
    }));
  }

  /** What the server shows for the character before the `|` of a text. */
  async hover(folder: string, marked: string): Promise<string> {
    const { text, position } = unmark(marked);
    const { uri } = await this.open(folder, text);
    const at = { ...position, character: position.character - 1 };
    const answer: { contents: Documentation } | null = await this.#connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: at,
    });
    return textOf(answer?.contents);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    await ended;
    this.#connection.dispose();
  }
}

/** Nothing from the network: no store of schemas, and no schema but the one that a document names. */
const SETTINGS = {
  validate: true,
  hover: true,
  completion: true,
  schemaStore: { enable: false, url: '' },
  kubernetesCRDStore: { enable: false },
  schemas: {},
};

export interface OpenDocument {
  readonly uri: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

type Documentation = string | { readonly value: string } | undefined;

interface RawCompletion {
  readonly label: string;
  readonly insertText?: string;
  readonly textEdit?: { readonly newText: string };
  readonly documentation?: Documentation;
}

function textOf(documentation: Documentation): string {
  return typeof documentation === 'string' ? documentation : (documentation?.value ?? '');
}

function unmark(marked: string): { readonly text: string; readonly position: Position } {
  const at = marked.indexOf('|');
  if (at === -1) throw new Error('the text has no mark |');
  const before = marked.slice(0, at).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { text: marked.slice(0, at) + marked.slice(at + 1), position };
}
