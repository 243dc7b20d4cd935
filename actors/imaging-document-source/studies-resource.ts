import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { codeSetting } from '../../runtime/config.ts';
import {
  type Answer,
  answer,
  Refusal,
  readJson,
  requireContentType,
  requireMethod,
} from '../../runtime/http/json-resource.ts';
import { cx } from '../../schemas/datatypes/cx.ts';
import { type PublishedStudy, type PublishServices, publishStudy } from './publish-study.ts';
import { listStudies } from './store/study-list.ts';

const cxSetting = z.string().superRefine((value, context) => {
  const wrong = cx.check(value);
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: `is not a CX: it ${wrong}` });
});
const publishRequest = z.strictObject({
  patientId: cxSetting,
  sourcePatientId: cxSetting.optional(),
  title: z.string().min(1).max(256).optional(),
  languageCode: z.string().min(2).optional(),
  typeCode: codeSetting.optional(),
  confidentialityCode: codeSetting.optional(),
});

const mostStudies = 1000;

/**
 * The resource below a path: `GET {path}` lists studies (`limit`, `after`), `GET {path}/{studyUID}` shows one, `POST
 * {path}/{studyUID}/publish` publishes one.
 */
export function studiesResource(path: string, services: PublishServices) {
  const oneAtATime = queueByKey<PublishedStudy>();
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    answer({ request, response }, async (): Promise<Answer> => {
      const url = new URL(request.url ?? path, 'http://localhost');
      const [studyInstanceUID, action, ...rest] = url.pathname.slice(path.length).split('/').filter(Boolean);
      if (rest.length > 0 || (action !== undefined && action !== 'publish')) {
        throw new Refusal(404, `there is ${path}, ${path}/{studyUID} and ${path}/{studyUID}/publish, nothing else`);
      }
      requireMethod(request, response, [action === undefined ? 'GET' : 'POST']);
      if (studyInstanceUID === undefined)
        return { status: 200, body: await listStudies(services.database, pageOf(url)) };
      if (!/^[0-9.]{1,64}$/.test(studyInstanceUID))
        throw new Refusal(404, 'the path does not name a Study Instance UID');
      if (action === undefined) return showStudy(services, studyInstanceUID);
      requireContentType(request, ['application/json']);
      const wanted = parseRequest(await readJson(request));
      const result = await oneAtATime(studyInstanceUID, () => publishStudy(services, studyInstanceUID, wanted));
      return { status: result.status === 'refused' ? 422 : 200, body: result };
    });
}

async function showStudy({ database }: PublishServices, studyInstanceUID: string): Promise<Answer> {
  const [study] = await listStudies(database, { limit: 1, studyInstanceUID });
  if (study === undefined) throw new Refusal(404, `no study ${studyInstanceUID} is held here`);
  return { status: 200, body: study };
}

function pageOf(url: URL): { limit: number; after?: string } {
  const limit = Number(url.searchParams.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostStudies) {
    throw new Refusal(400, `limit must be a number from 1 to ${mostStudies}`);
  }
  const after = url.searchParams.get('after');
  return after === null ? { limit } : { limit, after };
}

function parseRequest(value: unknown): z.output<typeof publishRequest> {
  const parsed = publishRequest.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new Refusal(400, problems.join('; '));
}

/** Runs work of the same key one after the other, of different keys side by side. */
function queueByKey<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    const forget = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
