import { ProblemError, type Problem } from './problem';

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
export type QueryParams = Record<string, QueryValue>;

const BASE = '/api/v1';

/** The cookie's token, which the server wants back in a header on every change. */
export function csrfToken(cookies: string = document.cookie): string {
  const entry = cookies.split('; ').find((each) => each.startsWith('csrftoken='));
  return entry ? decodeURIComponent(entry.slice('csrftoken='.length)) : '';
}

/** The address of an endpoint; empty values are left out, lists repeat their name. */
export function apiUrl(path: string, params: QueryParams = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const text = query.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

async function readProblem(response: Response): Promise<ProblemError> {
  const fallback: Problem = { status: response.status, code: `http_${response.status}`, title: response.statusText || `HTTP ${response.status}` };
  try {
    const body: unknown = await response.json();
    return new ProblemError({ ...fallback, ...(typeof body === 'object' ? body : {}) });
  } catch {
    return new ProblemError(fallback);
  }
}

async function send<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang };
  const multipart = body instanceof FormData;
  if (method !== 'GET') headers['X-CSRFToken'] = csrfToken();
  if (body !== undefined && !multipart) headers['Content-Type'] = 'application/json';
  const payload = body === undefined ? undefined : multipart ? body : JSON.stringify(body);
  // no-cache: the browser asks again with the ETag it holds and a 304 costs no body.
  const response = await fetch(url, { method, headers, body: payload, signal, credentials: 'same-origin', cache: 'no-cache' });
  if (!response.ok) throw await readProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

const answers = new Map<string, { etag: string; data: unknown }>();
const ANSWERS_KEPT = 60;

/** A question too long for an address: posted, yet answered from memory when the server says 304. */
async function ask<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const key = `${path} ${JSON.stringify(body)}`;
  const known = answers.get(key);
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': document.documentElement.lang,
    'Content-Type': 'application/json',
    'X-CSRFToken': csrfToken(),
    ...(known ? { 'If-None-Match': known.etag } : {}),
  };
  const response = await fetch(apiUrl(path), { method: 'POST', headers, body: JSON.stringify(body), signal, credentials: 'same-origin' });
  if (response.status === 304 && known) return known.data as T;
  if (!response.ok) throw await readProblem(response);
  const data: unknown = await response.json();
  const etag = response.headers.get('ETag');
  if (etag) remember(key, etag, data);
  return data as T;
}

function remember(key: string, etag: string, data: unknown): void {
  answers.delete(key);
  answers.set(key, { etag, data });
  if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value!);
}

export const http = {
  ask,
  get: <T>(path: string, params?: QueryParams, signal?: AbortSignal) => send<T>('GET', apiUrl(path, params), undefined, signal),
  post: <T>(path: string, body: unknown = {}, signal?: AbortSignal) => send<T>('POST', apiUrl(path), body, signal),
  put: <T>(path: string, body: unknown) => send<T>('PUT', apiUrl(path), body),
  patch: <T>(path: string, body: unknown) => send<T>('PATCH', apiUrl(path), body),
};

/** A page of a list by cursor. */
export interface CursorPage<T> {
  items: T[];
  next_cursor: string | null;
  total?: number | null;
}
