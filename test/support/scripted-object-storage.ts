import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Settings } from '../../runtime/blobs/s3/settings.ts';

/** One call as the server got it; `query` without its values' order, `at` is path and query. */
export interface ScriptedCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What the server does with a call; `break` cuts the connection, after the octets of `body` when there are some. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly break?: boolean;
}

/** An object storage whose every answer is the test's. */
export interface ScriptedObjectStorage extends AsyncDisposable {
  readonly settings: S3Settings;
  readonly calls: ScriptedCall[];
  answerWith(answer: (call: ScriptedCall) => ScriptedAnswer): void;
}

/** A server on a free port that answers 200 until told otherwise. */
export async function aScriptedObjectStorage(): Promise<ScriptedObjectStorage> {
  const calls: ScriptedCall[] = [];
  let answer: (call: ScriptedCall) => ScriptedAnswer = () => ({});
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url!, 'http://scripted');
    const { method = '', headers } = request;
    const call = { method, path: url.pathname, query: url.searchParams, headers: headers as ScriptedCall['headers'] };
    calls.push({ ...call, body: Buffer.concat(chunks) });
    const told = answer(calls.at(-1)!);
    const body = Buffer.from(told.body ?? '');
    if (!told.break) {
      response.writeHead(told.status ?? 200, told.headers ?? {}).end(method === 'HEAD' ? '' : body);
    } else if (body.length === 0) {
      request.socket.destroy();
    } else {
      response.writeHead(told.status ?? 200, told.headers ?? {});
      response.write(body, () => request.socket.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      bucket: 'documents',
      prefix: 'hospital/',
      accessKeyId: 'KEYID',
      secretAccessKey: 'KEYSECRET',
      sessionToken: 'TOKEN',
      partBytes: 5 << 20,
      partsInFlight: 3,
      leftoverHours: 24,
    },
    calls,
    answerWith: (given) => {
      calls.length = 0;
      answer = given;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An S3 error as XML. */
export function s3Error(status: number, code: string): ScriptedAnswer {
  return {
    status,
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>KEYID is told off</Message></Error>`,
  };
}
