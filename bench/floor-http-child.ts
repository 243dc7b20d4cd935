import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { untilParentEnds } from './until-parent-ends.ts';

/**
 * The floor of document transfer: a bare server that does with the same bytes what must be done and nothing else.
 * POST stores the body (write, SHA-1, sync to disk); GET of a file sends it, GET of a folder all its files in one answer.
 */
const [folder] = process.argv.slice(2) as [string];
const server = createServer({ highWaterMark: 256 << 10 }, (request, response) => {
  const work = request.method === 'POST' ? receive(request, response) : send(request, response);
  work.catch((error: Error) => {
    if (response.headersSent) response.destroy(error);
    else response.writeHead(500).end(error.message);
  });
});
server.listen(0, '127.0.0.1', () => {
  if (process.connected) process.send!({ port: (server.address() as AddressInfo).port });
});
untilParentEnds(async () => server.closeAllConnections());

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = await open(path.join(folder, randomUUID()), 'wx');
  const sha1 = createHash('sha1');
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sha1.update(chunk);
    await file.write(chunk);
  }
  await file.datasync();
  await file.close();
  response.end(sha1.digest('hex'));
}

async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const place = decodeURIComponent(request.url!);
  const { size } = await stat(place);
  const files = (await stat(place)).isDirectory() ? await filesIn(place) : [{ file: place, size }];
  response.writeHead(200, { 'content-length': files.reduce((sum, { size }) => sum + size, 0) });
  await pipeline(Readable.from(contentOf(files), { objectMode: false }), response);
}

async function filesIn(place: string): Promise<{ file: string; size: number }[]> {
  const files = (await readdir(place)).sort().map((name) => path.join(place, name));
  return Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
}

async function* contentOf(files: readonly { file: string }[]): AsyncGenerator<Buffer> {
  for (const { file } of files) yield* createReadStream(file, { highWaterMark: 1 << 20 });
}
