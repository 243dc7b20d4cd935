import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/**
 * The floor of document transfer: a bare server that does with the same bytes what must be done and nothing else.
 * POST stores the body (write, SHA-1, fsync); GET of a path sends that file.
 */
const [folder] = process.argv.slice(2) as [string];
const server = createServer({ highWaterMark: 256 << 10 }, (request, response) => {
  const work = request.method === 'POST' ? receive(request, response) : send(request, response);
  work.catch((error: Error) => response.writeHead(500).end(error.message));
});
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.exit(0));

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
  const file = decodeURIComponent(request.url!);
  response.writeHead(200, { 'content-length': (await stat(file)).size });
  createReadStream(file, { highWaterMark: 1 << 20 }).pipe(response);
}
