import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../runtime/unavailable.ts';
import { aDocumentEntry } from '../../test/support/metadata.ts';
import type { StoredQueryRequest } from '../../transactions/iti-18-registry-stored-query/messages.ts';
import { documentRepositoryConfig } from './config.ts';
import { registeredAmong } from './registered-among.ts';

const config = documentRepositoryConfig.parse({ repositoryUniqueId: '1.2.3' });
const uniqueIds = ['1.1', '1.2', '1.3'];

describe('[ITI TF-2 3.18.4.1.2.3.7.5] asking the registry which documents it has', () => {
  it('counts entries that name this repository only', async () => {
    const asked: StoredQueryRequest[] = [];
    const objects = [
      aDocumentEntry({ uniqueId: '1.1', repositoryUniqueId: '1.2.3' }),
      aDocumentEntry({ uniqueId: '1.2', repositoryUniqueId: '9.9' }),
    ];
    const query = async (request: StoredQueryRequest) => {
      asked.push(request);
      return { status: 'Success' as const, errors: [], objects };
    };
    expect(await registeredAmong({ query, config, uniqueIds })).toEqual(new Set(['1.1']));
    expect(asked[0]?.query).toEqual({ name: 'GetDocuments', parameters: { uniqueId: uniqueIds } });
  });

  it('takes no refusal for an answer', async () => {
    const errors = [{ errorCode: 'XDSRegistryBusy', codeContext: 'later', severity: 'Error' as const }];
    const query = async () => ({ status: 'Failure' as const, errors, objects: [] });
    await expect(registeredAmong({ query, config, uniqueIds })).rejects.toThrow(Unavailable);
  });
});
