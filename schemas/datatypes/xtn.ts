import { tf3 } from '../spec-ref.ts';
import type { Datatype } from './datatype.ts';
import { escapeHl7, unescapeHl7 } from './hl7-escape.ts';

/** An e-mail address or a telephone number. */
export type Xtn =
  | { readonly kind: 'email'; readonly address: string }
  | {
      readonly kind: 'phone';
      /** Equipment of XTN.3: `PH`, `CP`, `FX` …; '' when not said. */
      readonly equipment: string;
      readonly country: string;
      readonly area: string;
      readonly local: string;
      readonly extension: string;
    };

/** XTN: `^^Internet^user@host`, or a telephone number with its local part — ITI TF-3 Table 4.2.3.1.7-2. */
export const xtn: Datatype = {
  name: 'XTN',
  source: tf3('Table 4.2.3.1.7-2'),
  check: (value) => {
    const parts = value.split('^');
    const part = (index: number) => parts[index] ?? '';
    if (part(2) === 'Internet' || part(2) === 'X.400') {
      return part(3) === '' ? 'has no address in its fourth component' : undefined;
    }
    // Formatted numbers in the first or twelfth component are older forms that senders still use.
    if (part(6) !== '' || part(0) !== '' || part(11) !== '') return undefined;
    return 'has neither an Internet address nor a local telephone number';
  },
};

/** The parts of a legal XTN, escapes resolved; undefined for an illegal one. */
export function parseXtn(value: string): Xtn | undefined {
  if (xtn.check(value) !== undefined) return undefined;
  const parts = value.split('^').map(unescapeHl7);
  const part = (index: number) => parts[index] ?? '';
  if (part(2) === 'Internet' || part(2) === 'X.400') return { kind: 'email', address: part(3) };
  return {
    kind: 'phone',
    equipment: part(2),
    country: part(4),
    area: part(5),
    local: part(6) || part(11) || part(0),
    extension: part(7),
  };
}

/** The written form of a telecommunication address. */
export function formatXtn(address: Xtn): string {
  if (address.kind === 'email') return `^^Internet^${escapeHl7(address.address)}`;
  const { equipment, country, area, local, extension } = address;
  return ['', '', equipment, '', country, area, local, extension].map(escapeHl7).join('^').replace(/\^+$/, '');
}
