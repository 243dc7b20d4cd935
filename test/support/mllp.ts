import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { createLogger } from '../../runtime/log.ts';
import { createMllpClient, type MllpClient, type MllpClientOptions } from '../../runtime/mllp/client.ts';
import { createMllpEndpoint } from '../../runtime/mllp/endpoint.ts';
import type { MllpEndpoint } from '../../runtime/mllp/endpoint-types.ts';
import { frameOf } from '../../runtime/mllp/frame.ts';
import { listenMllp, type MllpLimits, type MllpListener } from '../../runtime/mllp/listen.ts';
import type { AuditEvent } from '../../schemas/audit/audit-event.ts';
import { feedAccepted } from '../../transactions/iti-8-patient-identity-feed/answers.ts';
import type { PatientIdentityFeedRequest } from '../../transactions/iti-8-patient-identity-feed/messages.ts';
import { patientIdentityFeed } from '../../transactions/iti-8-patient-identity-feed/transaction.ts';

const log = createLogger({ level: 'silent' });

/** A registration of one patient, with a name that is not ASCII. */
export function feedMessage(controlId: string): PatientIdentityFeedRequest {
  return {
    header: {
      sendingApplication: 'ADT',
      sendingFacility: 'HOSP',
      receivingApplication: 'PIXM',
      receivingFacility: 'XREF',
      dateTime: '20250102',
      controlId,
      processingId: 'P',
      version: '2.3.1',
    },
    trigger: 'A04',
    patient: {
      identifiers: [{ id: 'A-1', authority: { oid: '1.2.3', type: 'ISO' } }],
      names: [{ family: 'MÜLLER', given: 'JANE' }],
    },
  };
}

/** The octets of a registration, without framing. */
export function feedWire(controlId: string): Buffer {
  return Buffer.from(
    `MSH|^~\\&|ADT|HOSP|PIXM|XREF|2025||ADT^A04|${controlId}|P|2.3.1\rPID|||A-1^^^&1.2.3&ISO||DOE^JANE\r`,
  );
}

/** The frame of an AA to the message with that control id. */
export function ackFrame(controlId: string): Uint8Array {
  return frameOf(Buffer.from(`MSH|^~\\&|||||||ACK^A04^ACK|1|P|2.3.1\rMSA|AA|${controlId}\r`));
}

/** Bounds of a test's listener, and what it does before the AA. */
export interface ListenerSettings {
  readonly limits?: Partial<MllpLimits>;
  readonly handler?: (request: PatientIdentityFeedRequest, signal: AbortSignal) => unknown;
}

/** An endpoint for feeds behind a listener, with what it was given and what it audited. */
export interface FeedListener {
  readonly listener: MllpListener;
  readonly endpoint: MllpEndpoint;
  readonly handled: PatientIdentityFeedRequest[];
  readonly events: AuditEvent[];
}

/** A raw connection; `answers` are those received so far, such as `AA M1`, or `AR` where no message is named. */
export interface RawConnection {
  readonly socket: Socket;
  answers(): string[];
  readonly closed: Promise<unknown>;
}

/** Both ends of MLLP connections for one test file. What they open is closed after each test. */
export interface MllpEnds {
  undo(close: () => unknown): void;
  aListener(settings?: ListenerSettings): Promise<FeedListener>;
  aClient(options?: Partial<MllpClientOptions>): { readonly client: MllpClient; readonly events: AuditEvent[] };
  aSocket(port: number): Promise<RawConnection>;
  /** A peer that does what it is told with each connection, counted from 1. */
  aPeer(serve: (socket: Socket, connection: number) => void): Promise<{ peer: string; server: Server }>;
}

/** Ends for the tests of one file; called once at its top. */
export function mllpEnds(): MllpEnds {
  const undos: (() => unknown)[] = [];
  const undo = (close: () => unknown) => void undos.push(close);
  afterEach(async () => {
    for (const close of undos.splice(0).reverse()) await close();
  });
  return {
    undo,
    aListener: (settings = {}) => openListener(settings, undo),
    aClient(options = {}) {
      const events: AuditEvent[] = [];
      const client = createMllpClient({ log, audit: (more) => void events.push(...more), ...options });
      undo(() => client.close());
      return { client, events };
    },
    aSocket: (port) => openSocket(port, undo),
    aPeer: (serve) => openPeer(serve, undo),
  };
}

type Undo = MllpEnds['undo'];

async function openListener({ limits = {}, handler }: ListenerSettings, undo: Undo): Promise<FeedListener> {
  const handled: PatientIdentityFeedRequest[] = [];
  const events: AuditEvent[] = [];
  const endpoint = createMllpEndpoint({ log, audit: (more) => void events.push(...more) });
  endpoint.serve(patientIdentityFeed, async (request, { signal }) => {
    handled.push(request);
    await handler?.(request, signal);
    return feedAccepted(request);
  });
  const listener = await listenMllp({ host: '127.0.0.1', port: 0, endpoint, log, limits });
  undo(() => listener.close());
  return { listener, handled, endpoint, events };
}

async function openSocket(port: number, undo: Undo): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1' });
  const received: Buffer[] = [];
  socket.on('data', (piece) => received.push(piece));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  undo(() => socket.destroy());
  const answers = () => {
    const text = Buffer.concat(received).toString();
    return [...text.matchAll(/MSA\|(\w+)(?:\|([^|\r]*))?/g)].map(([, code, id]) => (id ? `${code} ${id}` : `${code}`));
  };
  return { socket, answers, closed: once(socket, 'close') };
}

async function openPeer(serve: (socket: Socket, connection: number) => void, undo: Undo) {
  let connections = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket, ++connections);
    undo(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo(() => server.close());
  return { peer: `mllp://127.0.0.1:${(server.address() as { port: number }).port}`, server };
}
