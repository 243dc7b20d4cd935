import { describe, expect, it } from 'vitest';
import { namespaces } from '../vocabulary/namespaces.ts';
import { parseXml } from '../xml/parse.ts';
import { decodeSubmitObjectsRequest } from './submit-objects.ts';

const list = '<r:RegistryObjectList/>';
const findingsOf = (content: string) => {
  const text = `<l:SubmitObjectsRequest xmlns:l="${namespaces.lcm}" xmlns:r="${namespaces.rim}" xmlns:s="${namespaces.rs}">${content}</l:SubmitObjectsRequest>`;
  const { findings } = decodeSubmitObjectsRequest(parseXml(Buffer.from(text)));
  return findings.map(({ rule, violation }) => [rule.id, violation.found]);
};

describe('[ebRS 3.0 5.1] SubmitObjectsRequest', () => {
  it.each<[string, string, readonly (readonly [string, string])[]]>([
    ['one list', list, []],
    ['a RequestSlotList before it', `<s:RequestSlotList/>${list}`, []],
    ['no list', '', [['ebrs-registry-object-list', 'nothing']]],
    ['two lists', list + list, [['ebrs-registry-object-list', 'element RegistryObjectList']]],
    ['something else beside it', `${list}<r:Association/>`, [['ebrs-content-known', 'element Association']]],
  ])('with %s', (_, content, findings) => {
    expect(findingsOf(content)).toEqual(findings);
  });
});
