import { decodeRegistryObjectList } from '../ebrim/decode.ts';
import { encodeSubmission } from '../ebrim/encode.ts';
import type { Decoded, Finding } from '../rule.ts';
import { namespaces } from '../vocabulary/namespaces.ts';
import { child, elements, type XmlElement } from '../xml/element.ts';
import type { SubmitObjectsRequest } from './messages.ts';
import { ebrsRules } from './rules.ts';
import { unrecognisedOf, writeKeptAttributes, writeKeptElements } from './unrecognised.ts';

const noSubmission = { submissionSets: [], documentEntries: [], folders: [], associations: [], objectRefs: [] };

/** Reads lcm:SubmitObjectsRequest — ebRS 3.0 5.1. Without a RegistryObjectList the submission is empty. */
export function decodeSubmitObjectsRequest(request: XmlElement): Decoded<SubmitObjectsRequest> {
  const list = child(request, namespaces.rim, 'RegistryObjectList');
  const decoded = list === undefined ? undefined : decodeRegistryObjectList(list);
  const findings: Finding[] = [...(decoded?.findings ?? [])];
  if (list === undefined)
    findings.push({ rule: ebrsRules.objectList, violation: { at: 'SubmitObjectsRequest', found: 'nothing' } });
  const others = elements(request).filter((element) => element !== list);
  for (const { ns, name } of others) {
    if (ns === namespaces.rs && name === 'RequestSlotList') continue;
    const rule = name === 'RegistryObjectList' ? ebrsRules.objectList : ebrsRules.contentKnown;
    findings.push({ rule, violation: { at: 'SubmitObjectsRequest', found: `element ${name}` } });
  }
  const submission = decoded?.message ?? noSubmission;
  return { message: { submission, ...unrecognisedOf(request.attributes, others) }, findings };
}

/** Writes lcm:SubmitObjectsRequest with the namespaces it needs. */
export function encodeSubmitObjectsRequest({ submission, unrecognised }: SubmitObjectsRequest): string {
  return (
    `<lcm:SubmitObjectsRequest xmlns:lcm="${namespaces.lcm}" xmlns:rim="${namespaces.rim}"` +
    `${writeKeptAttributes(unrecognised)}>${writeKeptElements(unrecognised)}${encodeSubmission(submission)}` +
    '</lcm:SubmitObjectsRequest>'
  );
}
