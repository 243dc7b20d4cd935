import { decodeRegistryObjects } from '../ebrim/decode.ts';
import { encodeRegistryObject } from '../ebrim/encode-object.ts';
import { writeAttributes, writeElement } from '../ebrim/write-element.ts';
import type { ObjectRef, Unrecognised } from '../metadata/nouns.ts';
import type { Decoded, Finding } from '../rule.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { attribute, child, elements, type XmlElement } from '../xml/element.ts';
import { ebrsRules } from './rules.ts';
import { attributesExcept, unrecognisedOf } from './unrecognised.ts';

/** lcm:RemoveObjectsRequest, the request of ITI-62. */
export interface RemoveObjectsRequest {
  readonly objectRefs: readonly ObjectRef[];
  readonly deletionScope?: string;
  /** RequestSlotList, AdhocQuery, id and comment; kept and written back. */
  readonly unrecognised?: Unrecognised;
}

/**
 * Reads lcm:RemoveObjectsRequest — ebRS 3.0 5.4. A missing rim:ObjectRefList is an empty one; what else is in the list
 * is a finding. An AdhocQuery is kept, so that a receiver can refuse it.
 */
export function decodeRemoveObjectsRequest(request: XmlElement): Decoded<RemoveObjectsRequest> {
  const list = child(request, namespaces.rim, 'ObjectRefList');
  const decoded = list === undefined ? undefined : decodeRegistryObjects(list);
  const findings: Finding[] = [...(decoded?.findings ?? [])];
  const objectRefs: ObjectRef[] = [];
  for (const object of decoded?.message ?? []) {
    if (object.kind === 'ObjectRef') objectRefs.push(object);
    else findings.push(unexpected('ObjectRefList', object.kind));
  }
  const others = elements(request).filter((element) => element !== list);
  for (const { ns, name } of others) {
    const known =
      (ns === namespaces.rs && name === 'RequestSlotList') || (ns === namespaces.rim && name === 'AdhocQuery');
    if (!known) findings.push(unexpected('RemoveObjectsRequest', `element ${name}`));
  }
  const deletionScope = attribute(request, 'deletionScope');
  const message = {
    objectRefs,
    ...(deletionScope === undefined ? {} : { deletionScope }),
    ...unrecognisedOf(attributesExcept(request, ['deletionScope']), others),
  };
  return { message, findings };
}

function unexpected(at: string, found: string): Finding {
  return { rule: ebrsRules.contentKnown, violation: { at, found } };
}

/** Writes lcm:RemoveObjectsRequest with the namespaces it needs, its ObjectRefList last as the schema has it. */
export function encodeRemoveObjectsRequest(request: RemoveObjectsRequest): string {
  const { objectRefs, deletionScope, unrecognised } = request;
  const scope = deletionScope === undefined ? [] : [{ ns: '', name: 'deletionScope', value: deletionScope }];
  const attributes = writeAttributes([...(unrecognised?.attributes ?? []), ...scope]);
  const before = (unrecognised?.elements ?? []).map((element) => writeElement(element)).join('');
  const list = `<rim:ObjectRefList>${objectRefs.map(encodeRegistryObject).join('')}</rim:ObjectRefList>`;
  return (
    `<lcm:RemoveObjectsRequest xmlns:lcm="${namespaces.lcm}" xmlns:rim="${namespaces.rim}"${attributes}>` +
    `${before}${list}</lcm:RemoveObjectsRequest>`
  );
}
