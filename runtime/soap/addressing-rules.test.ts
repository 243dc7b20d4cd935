import { describe, expect, it } from 'vitest';
import { proveRule } from '../../test/support/prove-rule.ts';
import { type RawEnvelope, rawEnvelope } from '../../test/support/soap-exchange.ts';
import {
  type AddressingWorld,
  actionMustBeUnderstood,
  actionPresent,
  actionServed,
  addressingHeadersOf,
  addressingRules,
  endpointReferencesSound,
  headersFilled,
  headersOnce,
  messageIdIsIri,
  messageIdPresent,
  repliesWhereAllowed,
  replyToPresent,
} from './addressing-rules.ts';
import { readEnvelope } from './envelope.ts';

const world: AddressingWorld = {
  strictness: 'lenient',
  served: new Map([['urn:test:simple', 1]]),
  refusalOf: (address) => (address.startsWith('https://ehr.example/') ? undefined : 'not listed'),
};
const strict: AddressingWorld = { ...world, strictness: 'strict' };
const sent = (parts: RawEnvelope = {}) => addressingHeadersOf(readEnvelope(Buffer.from(rawEnvelope(parts))));
const to = (inside: string, name = 'ReplyTo') => `<a:${name}>${inside}</a:${name}>`;
const address = (text: string) => `<a:Address>${text}</a:Address>`;

proveRule(messageIdPresent, {
  accepts: { 'a message with one': [sent(), world] },
  rejects: { 'a message without': { case: [sent({ messageId: '' }), world], at: ['MessageID'] } },
});

proveRule(actionPresent, {
  accepts: { 'a message with one': [sent(), world] },
  rejects: {
    'a message without': { case: [sent({ action: '' }), world], at: ['Action'] },
    'an Action of another namespace': [sent({ action: '<Action>urn:test:simple</Action>' }), world],
  },
});

proveRule(replyToPresent, {
  accepts: {
    'a message with one': [sent(), strict],
    'a message without, when lenient': [sent({ replyTo: '' }), world],
  },
  rejects: { 'a message without': { case: [sent({ replyTo: '' }), strict], at: ['ReplyTo'] } },
});

proveRule(headersOnce, {
  accepts: { 'each once': [sent({ more: '<a:To>urn:x</a:To>' }), world] },
  rejects: Object.fromEntries(
    ['MessageID', 'Action', 'ReplyTo', 'FaultTo', 'To'].map((name) => {
      const two = `<a:${name}>urn:x</a:${name}>`.repeat(2);
      return [`two of ${name}`, { case: [sent({ more: two }), world] as const, at: [name] }];
    }),
  ),
});

proveRule(headersFilled, {
  accepts: { 'values with white space around them': [sent({ messageId: to('\n urn:x ', 'MessageID') }), world] },
  rejects: {
    'an empty MessageID': { case: [sent({ messageId: to(' ', 'MessageID') }), world], at: ['MessageID'] },
    'an empty Action': { case: [sent({ action: '<a:Action/>' }), world], at: ['Action'] },
    'a value of 2,049 characters': {
      case: [sent({ messageId: to('x'.repeat(2049), 'MessageID') }), world],
      at: ['MessageID'],
    },
  },
});

proveRule(actionMustBeUnderstood, {
  accepts: {
    'mustUnderstand 1': [sent(), strict],
    'mustUnderstand true': [sent({ action: '<a:Action s:mustUnderstand="true">urn:test:simple</a:Action>' }), strict],
    'none, when lenient': [sent({ action: to('urn:test:simple', 'Action') }), world],
  },
  rejects: {
    none: { case: [sent({ action: to('urn:test:simple', 'Action') }), strict], at: ['Action'] },
    'mustUnderstand 0': [sent({ action: '<a:Action s:mustUnderstand="0">urn:test:simple</a:Action>' }), strict],
  },
});

proveRule(messageIdIsIri, {
  accepts: {
    'a UUID URN': [sent(), strict],
    'an http address': [sent({ messageId: to('http://a.example/1', 'MessageID') }), strict],
    'a number, when lenient': [sent({ messageId: to('17', 'MessageID') }), world],
  },
  rejects: {
    'a number': { case: [sent({ messageId: to('17', 'MessageID') }), strict], at: ['MessageID'] },
    'a bare UUID': [sent({ messageId: to('1b4e28ba-2fa1-11d2-883f-0016d3cca427', 'MessageID') }), strict],
  },
});

proveRule(endpointReferencesSound, {
  accepts: {
    'no endpoint reference': [sent({ replyTo: '' }), world],
    'parameters of the sender': [
      sent({ replyTo: to(`${address('https://x')}<a:ReferenceParameters><k xmlns="urn:k"/></a:ReferenceParameters>`) }),
      world,
    ],
  },
  rejects: {
    'a ReplyTo without address': { case: [sent({ replyTo: to('') }), world], at: ['ReplyTo'] },
    'a FaultTo with an empty address': { case: [sent({ more: to(address(' '), 'FaultTo') }), world], at: ['FaultTo'] },
    'an addressing header among the parameters': {
      case: [
        sent({ replyTo: to(`${address('https://x')}<a:ReferenceParameters><a:Action/></a:ReferenceParameters>`) }),
        world,
      ],
      at: ['ReplyTo'],
    },
  },
});

proveRule(actionServed, {
  accepts: { 'an action that is served': [sent(), world] },
  rejects: { another: { case: [sent({ action: to('urn:other', 'Action') }), world], at: ['Action'] } },
});

proveRule(repliesWhereAllowed, {
  accepts: {
    'the anonymous address': [sent(), world],
    'an address that is allowed': [sent({ replyTo: to(address('https://ehr.example/replies')) }), world],
  },
  rejects: {
    'a ReplyTo that is not': { case: [sent({ replyTo: to(address('https://x.example/')) }), world], at: ['ReplyTo'] },
    'a FaultTo that is not': {
      case: [sent({ more: to(address('https://x.example/'), 'FaultTo') }), world],
      at: ['FaultTo'],
    },
    'the address that means none': [sent({ replyTo: to(address('http://www.w3.org/2005/08/addressing/none')) }), world],
  },
});

describe('rules about addressing', () => {
  it('have an id each', () => {
    expect(new Set(addressingRules.map(({ id }) => id)).size).toBe(addressingRules.length);
  });
});
