import { randomUUID } from 'node:crypto';
import { feedPatient } from '../actors/patient-identity-source/feed-request.ts';
import { createLogger } from '../runtime/log.ts';
import { openPeers, type Peers } from '../runtime/peers.ts';
import { formatCx } from '../schemas/datatypes/cx.ts';
import type { RegistryObject } from '../schemas/metadata/nouns.ts';
import { collect } from '../schemas/sequence.ts';
import { patientIdentityFeed } from '../transactions/iti-8-patient-identity-feed/transaction.ts';
import { sendStoredQuery } from '../transactions/iti-18-registry-stored-query/client.ts';
import type { StoredQuery } from '../transactions/iti-18-registry-stored-query/messages.ts';
import { registryStoredQuery } from '../transactions/iti-18-registry-stored-query/transaction.ts';
import type { Addresses } from './world.ts';

/** The affinity domain's own authority, as every service of a world has it by default. */
const authority = { namespace: 'AFFINITY', oid: '1.3.6.1.4.1.21367.13.20.3000', type: 'ISO' } as const;

/** Connections of the clients; nobody audits them. */
export function openConnections(): Peers {
  return openPeers({ log: createLogger({ level: 'silent' }), audit: () => undefined });
}

/** Makes a patient known to the registry; gives the patient id (CX). */
export async function feedOnePatient(peers: Peers, { feed }: Addresses): Promise<string> {
  const id = `T-${randomUUID().slice(0, 8)}`;
  const answer = await feedPatient(
    {
      trigger: 'A04',
      identifiers: [{ id, authority }],
      name: { family: 'Torture', given: 'Patient' },
      birthDate: '19700101',
      sex: 'F',
    },
    {
      sender: { application: 'TORTURE', facility: 'TORTURE' },
      now: () => new Date(),
      newUUID: () => randomUUID(),
      call: peers.call(patientIdentityFeed, feed),
    },
  );
  if (answer.code !== 'AA') throw new Error(`The registry answered the patient ${id} with ${answer.code}.`);
  return formatCx({ id, authority: authority.oid });
}

/** What the registry has; throws when it does not answer or refuses. */
export async function askRegistry(peers: Peers, addresses: Addresses, query: StoredQuery): Promise<RegistryObject[]> {
  const answer = await sendStoredQuery(peers.call(registryStoredQuery, addresses.registry), query);
  if (answer.status !== 'Success') throw new Error(answer.errors.map(({ codeContext }) => codeContext).join('; '));
  return (await collect(answer.objects)) as RegistryObject[];
}
