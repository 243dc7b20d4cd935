import type { IncomingMessage, ServerResponse } from 'node:http';
import { defaultHttpLimits } from '../../runtime/http/listen.ts';
import { sendProblem } from '../../runtime/http/problem.ts';
import { drainRequest } from '../../runtime/http/request-body.ts';
import { Unavailable } from '../../runtime/unavailable.ts';
import type { PatientDomain, PatientDomains } from './domains.ts';
import { primaryName } from './same-person.ts';
import type { FoundPatient, PatientSearch } from './store/find.ts';
import type { RecordKey } from './store/records.ts';
import type { CrossReferenceReader } from './store.ts';

/** One record as the resource lists it. */
export interface ListedPatient {
  readonly domain: { readonly namespace: string; readonly oid: string };
  readonly id: string;
  readonly status: 'active' | 'subsumed';
  /** The identifier of the same domain it was merged into. */
  readonly subsumedBy?: string;
  /** `Family^Given^Middle`; the legal name, else the first. */
  readonly name: string;
  /** As it was fed; `''` when not known. */
  readonly birthDate: string;
  /** `''` when not known. */
  readonly sex: string;
  /** Other active records of the same person. */
  readonly crossReferences: readonly { readonly namespace: string; readonly oid: string; readonly id: string }[];
}

const parameters = ['name', 'id', 'domain', 'birth-date', 'limit'];
const mostPatients = 1000;

/** Where a search cannot be made as asked; the text tells what to change. */
class BadSearch extends Error {}

/**
 * `GET {path}?name=&id=&domain=&birth-date=&limit=` lists records as JSON: `name` is text within family or
 * given name, or `Family^Given` for a text within each, whatever their case; `domain` a namespace or an OID; `birth-date` the beginning of `YYYYMMDD`; `limit` 100 unless given.
 */
export function patientsResource(store: Pick<CrossReferenceReader, 'find'>, domains: PatientDomains) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await answer(request, response);
    } catch (error) {
      if (error instanceof BadSearch) sendProblem(response, { status: 400, detail: error.message });
      else if (error instanceof Unavailable) sendProblem(response, { status: 503, detail: error.message });
      else throw error;
    }
    await drainRequest(request, defaultHttpLimits.drain);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'GET') {
      const detail = `This resource answers GET, not ${request.method}.`;
      return sendProblem(response, { status: 405, detail, headers: { allow: 'GET' } });
    }
    if (url.pathname !== '/pix/patients') {
      return sendProblem(response, { status: 404, detail: `Nothing is served at ${url.pathname}.` });
    }
    const found = await store.find(searchFrom(url.searchParams, domains));
    const body = JSON.stringify(found.map((patient) => listed(patient, domains.all)));
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(200, headers).end(body);
  }
}

function searchFrom(query: URLSearchParams, domains: PatientDomains): PatientSearch {
  const unknown = [...query.keys()].find((key) => !parameters.includes(key));
  if (unknown !== undefined)
    throw new BadSearch(`There is no parameter ${unknown}; there are ${parameters.join(', ')}.`);
  const given = (name: string) => query.get(name) || undefined;
  const birthDate = given('birth-date');
  if (birthDate !== undefined && !/^\d{4}(\d{2}){0,2}$/.test(birthDate)) {
    throw new BadSearch(`birth-date is YYYY, YYYYMM or YYYYMMDD, found ${birthDate}.`);
  }
  const limit = Number(given('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostPatients) {
    throw new BadSearch(`limit is a number from 1 to ${mostPatients}, found ${given('limit')}.`);
  }
  return {
    domains: domains.all.map(({ oid }) => oid),
    domain: oidOf(given('domain'), domains.all),
    id: given('id'),
    name: given('name'),
    birthDate,
    limit,
  };
}

function oidOf(name: string | undefined, all: readonly PatientDomain[]): string | undefined {
  if (name === undefined) return undefined;
  const domain = all.find(({ namespace, oid }) => namespace === name || oid === name);
  if (domain !== undefined) return domain.oid;
  throw new BadSearch(`There is no domain ${name}; there are ${all.map(({ namespace }) => namespace).join(', ')}.`);
}

function listed(patient: FoundPatient, all: readonly PatientDomain[]): ListedPatient {
  const { names, birthDate, sex } = patient.demographics;
  const { family, given, middle } = primaryName(names) ?? {};
  const authorityOf = ({ domain }: RecordKey) => {
    const { namespace, oid } = all.find((one) => one.oid === domain)!;
    return { namespace, oid };
  };
  return {
    domain: authorityOf(patient),
    id: patient.id,
    status: patient.subsumedBy === undefined ? 'active' : 'subsumed',
    ...(patient.subsumedBy === undefined ? {} : { subsumedBy: patient.subsumedBy }),
    name: [family, given, middle].join('^').replace(/\^+$/, ''),
    birthDate: birthDate ?? '',
    sex: sex ?? '',
    crossReferences: patient.crossReferences.map((other) => ({ ...authorityOf(other), id: other.id })),
  };
}
