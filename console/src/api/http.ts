import createClient, { type Middleware } from 'openapi-fetch';
import { ProblemError, type Problem } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
export type QueryParams = Record<string, QueryValue>;

/** The cookie's token, which the server wants back in a header on every change. */
export function csrfToken(cookies: string = document.cookie): string {
  const entry = cookies.split('; ').find((each) => each.startsWith('csrftoken='));
  return entry ? decodeURIComponent(entry.slice('csrftoken='.length)) : '';
}

/** Parameters as they stand in an address; empty values are left out, lists repeat their name. */
export function queryText(params: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  return query.toString();
}

/** The address of a file the server makes: downloads, pictures. */
export function fileUrl(path: string, params: QueryParams = {}): string {
  const text = queryText(params);
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang);
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', csrfToken());
    return request;
  },
};

const KEPT = 60;
const answers = new Map<string, { etag: string; body: string }>();
/** Questions under way by call: a body can be read only before it is sent. */
const asked = new Map<string, string>();

/** The questions posted to /query are answered from memory when the server says 304, as a browser does for a GET. */
const remembered: Middleware = {
  async onRequest({ id, request, schemaPath }) {
    if (schemaPath !== '/api/v1/query') return;
    const key = await request.clone().text();
    asked.set(id, key);
    const known = answers.get(key);
    if (known) request.headers.set('If-None-Match', known.etag);
    return request;
  },
  async onResponse({ id, response }) {
    const key = asked.get(id);
    if (key === undefined) return;
    asked.delete(id);
    const known = answers.get(key);
    if (response.status === 304 && known) return new Response(known.body, { status: 200, headers: { 'Content-Type': 'application/json' } });
    const etag = response.headers.get('ETag');
    if (response.ok && etag) remember(key, etag, await response.clone().text());
    return response;
  },
  onError({ id }) {
    asked.delete(id);
  },
};

function remember(key: string, etag: string, body: string): void {
  answers.delete(key);
  answers.set(key, { etag, body });
  if (answers.size > KEPT) answers.delete(answers.keys().next().value!);
}

/** The client of spec/openapi.json: paths, parameters and bodies are checked against it. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  // The browser asks again with the ETag it holds, and a 304 costs no body.
  cache: 'no-cache',
  querySerializer: queryText,
  fetch: (request) => globalThis.fetch(request),
});
api.use(headers, remembered);

interface Answered {
  data?: unknown;
  error?: unknown;
  response: Response;
}

function problemOf({ error, response }: Answered): ProblemError {
  const fallback: Problem = { status: response.status, code: `http_${response.status}`, title: response.statusText || `HTTP ${response.status}` };
  return new ProblemError({ ...fallback, ...(typeof error === 'object' ? error : {}) });
}

/** What the server answered, as `T` (see agreement.test.ts: T never says more than the document); its refusal is thrown. */
export async function read<T>(call: Promise<Answered>): Promise<T> {
  const answered = await call;
  if (!answered.response.ok) throw problemOf(answered);
  return answered.data as T;
}

/** A page of a list by cursor. */
export interface CursorPage<T> {
  items: T[];
  next_cursor: string | null;
  total?: number | null;
}
