import type { Repository } from './repository.ts';

/**
 * Does the work a claim was made for and renews the claim while it lasts, so that no sweep, of whichever process, takes
 * documents away that are still being published or registered. Ordinary work is long done before the first renewal.
 */
export async function whileHeld<T>(repository: Repository, claim: string, work: () => Promise<T>): Promise<T> {
  const { store, config, log } = repository;
  const renew = () => {
    store.renew(claim, repository.now()).catch((error: Error) => {
      log.warn({ claim, reason: error.message }, 'a claim could not be renewed');
    });
  };
  const timer = setInterval(renew, (config.retryWindowSeconds * 1000) / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
