import { decodeRegistryObjects } from '../ebrim/decode.ts';
import { encodeSlot } from '../ebrim/encode-inner.ts';
import { encodeRegistryObject } from '../ebrim/encode-object.ts';
import { readSlot } from '../ebrim/read-slot.ts';
import { writeElement } from '../ebrim/write-element.ts';
import type { ObjectRef, RegistryObject, Slot, Unrecognised } from '../metadata/nouns.ts';
import type { Decoded, Finding } from '../rule.ts';
import type { Sequence } from '../sequence.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { attribute, child, elements, type XmlElement } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import type { RegistryResponse } from './messages.ts';
import { decodeRegistryResponse, encodeRegistryErrorList, encodeResponseAttributes } from './registry-response.ts';
import { ebrsRules } from './rules.ts';
import { attributesExcept, unrecognisedOf, writeKeptAttributes, writeKeptElements } from './unrecognised.ts';

/** query:AdhocQueryRequest before its parameters are understood — ebRS 3.0 6.1. */
export interface AdhocQueryRequest {
  /** AdhocQuery@id; '' when there is none. */
  readonly queryId: string;
  /** ResponseOption@returnType, `RegistryObject` (the schema's default) when absent. */
  readonly returnType: string;
  readonly returnComposedObjects?: boolean;
  /** AdhocQuery@home. */
  readonly homeCommunityId?: string;
  /** Parameters in the order sent; a repeated name is legal and means AND. */
  readonly slots: readonly Slot[];
  /** Kept of the request element and of the AdhocQuery, and written back. */
  readonly unrecognised?: { readonly request?: Unrecognised; readonly query?: Unrecognised };
}

/** Reads query:AdhocQueryRequest. What is missing is a finding and ''. */
export function decodeAdhocQueryRequest(request: XmlElement): Decoded<AdhocQueryRequest> {
  const findings: Finding[] = [];
  const option = child(request, namespaces.query, 'ResponseOption');
  const query = child(request, namespaces.rim, 'AdhocQuery');
  const missing = (rule: Finding['rule']) =>
    findings.push({ rule, violation: { at: 'AdhocQueryRequest', found: 'nothing' } });
  if (option === undefined) missing(ebrsRules.responseOption);
  if (query === undefined) missing(ebrsRules.query);
  const composed = option && attribute(option, 'returnComposedObjects');
  const home = query && attribute(query, 'home');
  const slots: Slot[] = [];
  const others = query === undefined ? [] : readQuerySlots(query, slots, findings);
  const beside = elements(request).filter((element) => element !== option && element !== query);
  const kept = {
    request: unrecognisedOf(request.attributes, beside).unrecognised,
    query: query && unrecognisedOf(attributesExcept(query, ['id', 'home']), others).unrecognised,
  };
  const message: AdhocQueryRequest = {
    queryId: (query && attribute(query, 'id')) ?? '',
    returnType: (option && attribute(option, 'returnType')) ?? 'RegistryObject',
    ...(composed === undefined ? {} : { returnComposedObjects: composed === 'true' || composed === '1' }),
    ...(home === undefined ? {} : { homeCommunityId: home }),
    slots,
    ...keptOf(kept),
  };
  return { message, findings };
}

function keptOf(kept: {
  readonly request: Unrecognised | undefined;
  readonly query: Unrecognised | undefined;
}): Pick<AdhocQueryRequest, 'unrecognised'> {
  const { request, query } = kept;
  if (request === undefined && query === undefined) return {};
  return { unrecognised: { ...(request && { request }), ...(query && { query }) } };
}

/** Adds the parameters of an AdhocQuery to `slots`; gives the elements that are none. */
function readQuerySlots(query: XmlElement, slots: Slot[], findings: Finding[]): XmlElement[] {
  const others: XmlElement[] = [];
  for (const element of elements(query)) {
    if (element.ns !== namespaces.rim || element.name !== 'Slot') {
      others.push(element);
      continue;
    }
    const at = attribute(element, 'name') || 'AdhocQuery.Slot';
    const { name, values, slotType, odd } = readSlot(element, (rule, found) =>
      findings.push({ rule: { ...rule, code: 'XDSRegistryError' }, violation: { at, found } }),
    );
    if (odd) others.push(element);
    if (name !== '' && values.length > 0)
      slots.push(slotType === undefined ? { name, values } : { name, values, slotType });
  }
  return others;
}

/** Writes query:AdhocQueryRequest with the namespaces it needs. */
export function encodeAdhocQueryRequest(request: AdhocQueryRequest): string {
  const { queryId, returnType, returnComposedObjects, homeCommunityId, slots, unrecognised } = request;
  const composed = returnComposedObjects === undefined ? '' : ` returnComposedObjects="${returnComposedObjects}"`;
  const home = homeCommunityId === undefined ? '' : ` home="${escapeAttribute(homeCommunityId)}"`;
  return (
    `<query:AdhocQueryRequest xmlns:query="${namespaces.query}" xmlns:rim="${namespaces.rim}"` +
    `${writeKeptAttributes(unrecognised?.request)}>${writeKeptElements(unrecognised?.request)}` +
    `<query:ResponseOption returnType="${escapeAttribute(returnType)}"${composed}/>` +
    `<rim:AdhocQuery id="${escapeAttribute(queryId)}"${home}${writeKeptAttributes(unrecognised?.query)}>` +
    slots.map(({ name, values, slotType }) => encodeSlot(name, values, slotType)).join('') +
    `${writeKeptElements(unrecognised?.query)}</rim:AdhocQuery></query:AdhocQueryRequest>`
  );
}

/** An object of an answer: a noun, or ebRIM text that was rendered before (prefix `rim`). */
export type AnsweredObject = RegistryObject | ObjectRef | { readonly kind: 'rendered'; readonly ebrim: string };

/** query:AdhocQueryResponse as received. */
export interface AdhocQueryResponse extends RegistryResponse {
  readonly objects: readonly (RegistryObject | ObjectRef)[];
  /** Elements of the RegistryObjectList that are no object of XDS. */
  readonly unrecognisedObjects?: readonly XmlElement[];
}

/** Reads query:AdhocQueryResponse — ITI TF-2 3.18.4.1.3. A missing RegistryObjectList is a Warning and an empty list. */
export function decodeAdhocQueryResponse(response: XmlElement): Decoded<AdhocQueryResponse> {
  const { message, findings } = decodeRegistryResponse(response);
  const list = child(response, namespaces.rim, 'RegistryObjectList');
  if (list === undefined) {
    const violation = { at: 'AdhocQueryResponse', found: 'nothing', severity: 'Warning' } as const;
    return { message: { ...message, objects: [] }, findings: [...findings, { rule: ebrsRules.objectList, violation }] };
  }
  const objects = decodeRegistryObjects(list);
  const unrecognised = objects.unrecognised.length === 0 ? {} : { unrecognisedObjects: objects.unrecognised };
  return {
    message: { ...message, objects: objects.message, ...unrecognised },
    findings: [...findings, ...objects.findings],
  };
}

/** What an answer is made of: the response and its objects, at hand or still being read from the store. */
export interface AnswerToEncode extends RegistryResponse {
  readonly objects: Sequence<AnsweredObject>;
  readonly unrecognisedObjects?: readonly XmlElement[];
}

/** Writes query:AdhocQueryResponse piece by piece, one piece per object; rendered objects are passed on as they are. */
export function encodeAdhocQueryResponse(response: AnswerToEncode): Sequence<string> {
  const { objects } = response;
  return Symbol.asyncIterator in objects
    ? writeArriving(response, objects)
    : writeAtHand(response, objects as Iterable<AnsweredObject>);
}

async function* writeArriving(
  response: AnswerToEncode,
  objects: AsyncIterable<AnsweredObject>,
): AsyncGenerator<string> {
  yield openAnswer(response);
  for await (const object of objects) yield encodeAnswered(object);
  yield closeAnswer(response);
}

function* writeAtHand(response: AnswerToEncode, objects: Iterable<AnsweredObject>): Generator<string> {
  yield openAnswer(response);
  for (const object of objects) yield encodeAnswered(object);
  yield closeAnswer(response);
}

function encodeAnswered(object: AnsweredObject): string {
  return object.kind === 'rendered' ? object.ebrim : encodeRegistryObject(object);
}

function openAnswer(response: AnswerToEncode): string {
  return (
    `<query:AdhocQueryResponse xmlns:query="${namespaces.query}" xmlns:rs="${namespaces.rs}"` +
    ` xmlns:rim="${namespaces.rim}"${encodeResponseAttributes(response)}>` +
    `${writeKeptElements(response.unrecognised)}${encodeRegistryErrorList(response.errors)}<rim:RegistryObjectList>`
  );
}

function closeAnswer({ unrecognisedObjects = [] }: AnswerToEncode): string {
  return `${unrecognisedObjects.map((element) => writeElement(element)).join('')}</rim:RegistryObjectList></query:AdhocQueryResponse>`;
}
