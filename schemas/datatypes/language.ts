import { other } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';

/** Subtags in the order RFC 5646 2.1 [langtag] allows them, as far as their shapes tell. */
const tag =
  /^([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$/i;
/** Private tags, and the grandfathered ones that no langtag describes — [privateuse] and [irregular]. */
const otherTag = /^([xi](-[a-z0-9]{1,8})+|en-GB-oed|sgn-(BE-FR|BE-NL|CH-DE))$/i;

/** Language tag such as `en-US` — RFC 5646 (BCP 47), as ITI TF-3 4.2.3.2.13 asks for. */
export const language: Datatype = {
  name: 'language tag',
  source: other('RFC 5646', '2.1'),
  check: (value) => (tag.test(value) || otherTag.test(value) ? undefined : 'is not a language tag such as en-US'),
};
