import type { RegistryObject } from '../../schemas/metadata/nouns.ts';
import { identificationSchemes } from '../../schemas/vocabulary/schemes.ts';
import { escapeAttribute } from '../../schemas/xml/escape.ts';

/**
 * The ebRIM text of an object is kept as it is answered: rendered once, at registration, and sent without being looked
 * at. What can change later is changed in the text when it changes, which is seldom, by the SQL below; only the surviving
 * patient of a merge is put in when the text is answered, so that a merge need not write every object of a patient anew.
 *
 * All of it relies on the form schemas/ebrim writes: `>` and `"` are escaped wherever they are part of a value, so that
 * the next `>` ends a tag and the next `"` a value.
 */

/** SQL for `text` with another availabilityStatus: the status attribute of the outer element — ITI TF-3 4.2.3.1.9. */
export function textWithStatus(text: string, status: string): string {
  return `regexp_replace(${text}, '^(<[^>]* status=")[^"]*', '\\1' || ${status})`;
}

/** SQL for a Folder's `text` with another lastUpdateTime, a DTM of 14 digits — ITI TF-3 4.2.3.4.6. */
export function textWithLastUpdateTime(text: string, time: string): string {
  const slot = '<rim:Slot[^>]* name="lastUpdateTime"[^>]*><rim:ValueList[^>]*><rim:Value[^>]*>';
  return `regexp_replace(${text}, '(${slot})[^<]*', '\\1' || ${time})`;
}

/** The text under another patient id (CX); an Association says nothing of a patient. */
export function underPatient(ebrim: string, kind: RegistryObject['kind'], patientId: string): string {
  if (kind === 'Association') return ebrim;
  return ebrim.replace(patientIdValues[kind], (_, before: string) => before + escapeAttribute(patientId));
}

const patientIdValue = (scheme: string) =>
  new RegExp(`(<rim:ExternalIdentifier(?=[^>]* identificationScheme="${scheme}")[^>]* value=")[^"]*`);
const patientIdValues = {
  DocumentEntry: patientIdValue(identificationSchemes.DocumentEntry.patientId),
  SubmissionSet: patientIdValue(identificationSchemes.SubmissionSet.patientId),
  Folder: patientIdValue(identificationSchemes.Folder.patientId),
};

/** The text with `home` on its outer element, which may have been registered with another or without one. */
export function atHome(ebrim: string, homeCommunityId: string): string {
  const end = ebrim.indexOf('>');
  const start = ebrim.slice(0, end).replace(/ home="[^"]*"/, '');
  return start.replace(/^<[\w:]+/, (name) => `${name} home="${escapeAttribute(homeCommunityId)}"`) + ebrim.slice(end);
}
