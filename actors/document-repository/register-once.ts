import { SoapFault } from '../../runtime/soap/fault.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { Submission } from '../../schemas/metadata/nouns.ts';
import type { ProvideAndRegisterResponse } from '../../transactions/iti-41-provide-and-register-document-set-b/messages.ts';
import type { RegisterDocumentSetResponse } from '../../transactions/iti-42-register-document-set-b/messages.ts';
import type { Repository } from './repository.ts';

/**
 * Sends ITI-42 and settles the claim by its answer — ITI TF-2 3.41.4.1.3.
 *
 * Accepted: the documents stay. Refused, or certainly never received: they are taken back. When the request may have
 * arrived and no answer came, nobody knows whether the registry has the entries; then the documents stay retrievable
 * and the sweeper asks the registry later.
 */
export async function registerOnce(options: {
  repository: Repository;
  submission: Submission;
  claim?: string;
}): Promise<ProvideAndRegisterResponse> {
  const { repository, submission, claim } = options;
  let response: RegisterDocumentSetResponse;
  try {
    response = await repository.register({ submission });
  } catch (error) {
    const certain = neverRegistered(error);
    if (claim !== undefined && certain) await takeBack(repository, claim);
    if (!(error instanceof Unavailable || error instanceof SoapFault)) throw error;
    repository.log.warn({ claim, certain, reason: error.message }, 'the registry gave no answer');
    return registryNotAvailable(error, certain);
  }
  const answer = passOn(response);
  if (claim === undefined) return answer;
  if (answer.status === 'Success') await confirm(repository, claim);
  else await takeBack(repository, claim);
  return answer;
}

async function confirm({ store, log }: Repository, claim: string): Promise<void> {
  try {
    await store.confirm(claim);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // Registered, durable and retrievable: nothing the source should be told. The sweeper will confirm it.
    log.warn({ claim, reason: error.message }, 'a registered submission is left to the sweeper');
  }
}

/** Removes what a refused submission brought; where that cannot be done now, the sweeper will. */
export async function takeBack({ store, log }: Repository, claim: string): Promise<void> {
  try {
    await store.release(claim);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // The source is to hear why it was refused. The registry does not have the entries, so the sweeper will remove it.
    log.warn({ claim, reason: error.message }, 'a refused submission is left to the sweeper');
  }
}

/** Every error and warning of the registry, unchanged — ITI TF-2 3.41.4.2.3. */
function passOn({ status, errors }: RegisterDocumentSetResponse): ProvideAndRegisterResponse {
  const accepted = status === 'Success' && errors.every((error) => error.severity === 'Warning');
  if (accepted) return { status: 'Success', errors };
  if (errors.some((error) => error.severity === 'Error')) return { status: 'Failure', errors };
  const codeContext = `The registry answered ${status} without saying why.`;
  return {
    status: 'Failure',
    errors: [...errors, { errorCode: 'XDSRepositoryError', codeContext, severity: 'Error' }],
  };
}

function registryNotAvailable(error: Error, certain: boolean): ProvideAndRegisterResponse {
  const codeContext = certain
    ? `The registry could not take the submission: ${error.message} Nothing was kept; submit again later.`
    : `The registry gave no answer: ${error.message} The submission may have been registered; query before submitting again.`;
  return { status: 'Failure', errors: [{ errorCode: 'XDSRegistryNotAvailable', codeContext, severity: 'Error' }] };
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** True when the registry cannot have registered anything: no connection was made, or it said the request was wrong. */
function neverRegistered(error: unknown): boolean {
  if (error instanceof SoapFault) return error.received ? error.code !== 'Receiver' : false;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (code !== undefined && neverConnected.has(code)) return true;
  }
  return false;
}
