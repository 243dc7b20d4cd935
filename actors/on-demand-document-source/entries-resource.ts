import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import {
  type Answer,
  answer,
  Refusal,
  readJson,
  requireContentType,
  requireMethod,
} from '../../runtime/http/json-resource.ts';
import { cx } from '../../schemas/datatypes/cx.ts';
import { registerEntry } from './register-entry.ts';
import type { OnDemandSource } from './source.ts';

const cxSetting = z.string().superRefine((value, context) => {
  const wrong = cx.check(value);
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: `is not a CX: it ${wrong}` });
});
const entryRequest = z.strictObject({
  patientId: cxSetting,
  sourcePatientId: cxSetting.optional(),
  sourcePatientInfo: z.array(z.string().regex(/^PID-\d+\|./, 'is not of the form PID-n|value')).optional(),
  generator: z.string().optional(),
});

const mostEntries = 1000;

/**
 * The resource at a path: `POST` registers an On-Demand entry of a patient (200 when there is one already, 201 when it is
 * new, 422 with `errors` when the registry refuses), `GET ?limit=&after=` lists the entries registered, by uniqueId.
 */
export function entriesResource(path: string, source: OnDemandSource) {
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    answer({ request, response }, async (): Promise<Answer> => {
      const url = new URL(request.url ?? path, 'http://localhost');
      if (url.pathname !== path) throw new Refusal(404, `there is ${path} and nothing below it`);
      requireMethod(request, response, ['GET', 'POST']);
      if (request.method === 'GET') return { status: 200, body: await listed(source, url) };
      requireContentType(request, ['application/json']);
      const result = await registerEntry(source, parseRequest(await readJson(request)));
      const status = { registered: 201, unchanged: 200, refused: 422 }[result.status];
      return { status, body: result };
    });
}

async function listed({ store }: OnDemandSource, url: URL) {
  const limit = Number(url.searchParams.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostEntries) {
    throw new Refusal(400, `limit must be a number from 1 to ${mostEntries}`);
  }
  const entries = await store.list({ after: url.searchParams.get('after') ?? '', limit });
  return entries.map(({ uniqueId, entryUUID, patientId, generator }) => ({
    uniqueId,
    entryUUID,
    patientId,
    generator,
  }));
}

function parseRequest(value: unknown) {
  const parsed = entryRequest.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
    throw new Refusal(400, problems.join('; '));
  }
  const { patientId, ...optional } = parsed.data;
  const given = Object.entries(optional).filter(([, each]) => each !== undefined);
  return {
    patientId,
    ...(Object.fromEntries(given) as { [K in keyof typeof optional]?: NonNullable<(typeof optional)[K]> }),
  };
}
