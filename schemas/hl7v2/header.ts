import { componentOf, fieldOf, fieldOfText, segmentOf, textOf } from './access.ts';
import { recommendedDelimiters, recommendedEncodingCharacters } from './delimiters.ts';
import type { Hl7Field, Hl7Message, Hl7Segment } from './message.ts';

/** Who sends what to whom: the fields of MSH every message carries — ITI TF-2 C.2.2. */
export interface MessageHeader {
  /** MSH-3 to MSH-6: the name, or the universal id where an application goes by that alone. */
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  /** MSH-7. */
  readonly dateTime: string;
  /** MSH-10: what the answer refers to. */
  readonly controlId: string;
  /** MSH-11.1: `P` production, `T` training, `D` debugging. */
  readonly processingId: string;
  /** MSH-12.1. */
  readonly version: string;
}

/** MSH-9: what kind of message, for which event. */
export interface MessageType {
  readonly type: string;
  readonly trigger: string;
  readonly structure: string;
}

/** Reads the header; absent fields are `''`. */
export function messageHeaderFrom(message: Hl7Message): MessageHeader {
  const msh = message.segments[0];
  const designator = (position: number) => textOf(fieldOf(msh, position)) || textOf(fieldOf(msh, position), 2);
  return {
    sendingApplication: designator(3),
    sendingFacility: designator(4),
    receivingApplication: designator(5),
    receivingFacility: designator(6),
    dateTime: textOf(fieldOf(msh, 7)),
    controlId: textOf(fieldOf(msh, 10)),
    processingId: textOf(fieldOf(msh, 11)),
    version: textOf(fieldOf(msh, 12)),
  };
}

/** Reads MSH-9; absent components are `''`. */
export function messageTypeFrom(message: Hl7Message): MessageType {
  const msh9 = fieldOf(message.segments[0], 9)[0];
  return { type: componentOf(msh9, 1), trigger: componentOf(msh9, 2), structure: componentOf(msh9, 3) };
}

/** The MSH segment of a request, with the recommended delimiters. */
export function mshSegment(header: MessageHeader, messageType: MessageType): Hl7Segment {
  return segmentOf('MSH', {
    ...delimiterFields,
    3: header.sendingApplication,
    4: header.sendingFacility,
    5: header.receivingApplication,
    6: header.receivingFacility,
    7: header.dateTime,
    9: messageTypeField(messageType),
    10: header.controlId,
    11: header.processingId,
    12: header.version,
  });
}

/** An MSH of an answer that only names its kind; the endpoint completes it from the request (`answerHeader`). */
export function answerKind(messageType: MessageType): Hl7Segment {
  return segmentOf('MSH', { ...delimiterFields, 9: messageTypeField(messageType) });
}

/**
 * The MSH of an answer: sender and receiver swapped, processing id, version and character set as in the request, MSH-9
 * as the answer's codec wrote it — ITI TF-2 C.2.3.
 */
export function answerHeader(
  request: Hl7Segment | undefined,
  answer: Hl7Segment,
  stamp: { readonly dateTime: string; readonly controlId: string },
): Hl7Segment {
  const charset = fieldOf(request, 18)[0];
  return segmentOf('MSH', {
    ...delimiterFields,
    3: fieldOf(request, 5),
    4: fieldOf(request, 6),
    5: fieldOf(request, 3),
    6: fieldOf(request, 4),
    7: stamp.dateTime,
    9: fieldOf(answer, 9),
    10: stamp.controlId,
    11: orText(fieldOf(request, 11), 'P'),
    12: orText(fieldOf(request, 12), '2.5'),
    18: charset === undefined ? undefined : [charset],
  });
}

/** A point in time as HL7 writes it, in UTC to the second: `20250102030405+0000`. */
export function formatHl7DateTime(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}+0000`;
}

/** A control id of 20 characters, the length of MSH-10 before HL7 2.7, from a UUID in any spelling. */
export function controlIdFrom(uuid: string): string {
  return uuid
    .replace(/^urn:uuid:/, '')
    .replaceAll('-', '')
    .slice(0, 20);
}

const delimiterFields = { 1: recommendedDelimiters.field, 2: recommendedEncodingCharacters } as const;

function messageTypeField(messageType: MessageType): Hl7Field {
  const parts = [messageType.type, messageType.trigger, messageType.structure];
  return [parts.filter((part) => part !== '').map((part) => [part])];
}

function orText(value: Hl7Field, fallback: string): Hl7Field {
  return value.length === 0 ? fieldOfText(fallback) : value;
}
