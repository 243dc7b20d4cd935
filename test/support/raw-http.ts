import { readdirSync, readlinkSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

/** Opens a TCP connection to the address of a URL. */
export async function connectTo(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  // A connection that is cut off on purpose may be reset by the other side.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve()).once('error', reject);
  });
  return socket;
}

/** An HTTP POST as octets, its body of a stated length. */
export function postBytes(url: string, contentType: string, body: Uint8Array): Buffer {
  const { pathname, host } = new URL(url);
  const head = `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Writes octets and waits until the operating system has them. */
export function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}

/** Reads until so many octets have come, or the other side is done; what came. */
export function readAtLeast(socket: Socket, octets: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => {
      socket.off('data', onData);
      resolve(Buffer.concat(chunks));
    };
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= octets) done();
    };
    socket.on('data', onData).once('close', done);
  });
}

/** Waits until something is so; throws with the last value after `ms`. */
export async function until<T>(look: () => T | Promise<T>, isSo: (value: T) => boolean, ms = 5000): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await look();
    if (isSo(value)) return;
    if (performance.now() > end) throw new Error(`still so after ${ms} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Files below a folder that this process holds open; needs Linux. */
export function openFilesBelow(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(folder) ? [target] : [];
    } catch {
      // Closed since it was listed, as the listing itself is.
      return [];
    }
  });
}
