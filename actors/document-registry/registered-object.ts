import { decodeRegistryObjects } from '../../schemas/ebrim/decode.ts';
import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { namespaces } from '../../schemas/vocabulary/namespaces.ts';
import { parseXml } from '../../schemas/xml/parse.ts';

/** The object that a kept ebRIM text, completed as it is answered, means. Throws when the text is no single object. */
export function decodeRegistered(ebrim: string): RegistryObject {
  const list = parseXml(
    Buffer.from(`<rim:RegistryObjectList xmlns:rim="${namespaces.rim}">${ebrim}</rim:RegistryObjectList>`),
  );
  const [object] = decodeRegistryObjects(list).message;
  if (object === undefined || object.kind === 'ObjectRef') throw new Error('a kept text holds no registry object');
  return object;
}
