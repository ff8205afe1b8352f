import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, csrfToken, fileUrl, read } from './http';
import { isSignedOut, ProblemError } from './problem';

const respond = (status: number, body: string) => vi.stubGlobal('fetch', vi.fn(async () => new Response(body, { status })));

afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('leaves empty parameters out and repeats lists', () => {
    expect(fileUrl('/feedback', { unit: '0001', q: '', cursor: null, topic: ['价格', 'taste'] })).toBe('/api/v1/feedback?unit=0001&topic=%E4%BB%B7%E6%A0%BC&topic=taste');
  });

  it('sends the token of the cookie with a change', async () => {
    document.cookie = 'csrftoken=abc%3D';
    respond(200, '{}');
    await read(api.POST('/api/v1/notifications/read', { body: { ids: [7], all: false } }));
    const request = vi.mocked(fetch).mock.calls[0]![0] as Request;
    expect([request.method, request.headers.get('X-CSRFToken'), await request.json()]).toEqual(['POST', 'abc=', { ids: [7], all: false }]);
    expect(csrfToken('other=1')).toBe('');
  });

  it('turns a problem into an error with its words and fields', async () => {
    respond(409, JSON.stringify({ title: '工单已被领取', status: 409, code: 'ticket_taken', detail: '李敏刚刚领取', errors: [{ field: 'version', code: 'stale', message: '已过期' }] }));
    const error = await read(api.POST('/api/v1/notifications/read', { body: { ids: [], all: true } })).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code: 'ticket_taken', title: '工单已被领取', detail: '李敏刚刚领取', fields: { version: '已过期' } });
  });

  it('copes with an answer that is no problem document', async () => {
    respond(502, '<html>');
    await expect(read(api.GET('/api/v1/metrics'))).rejects.toMatchObject({ status: 502, code: 'http_502' });
  });

  it('asks /query again with the tag it holds and answers from memory on 304', async () => {
    const seen: (string | null)[] = [];
    const body = { metrics: ['nps'], time: { from: '2026-11-01', to: '2026-11-30' }, authentic: false };
    vi.stubGlobal('fetch', vi.fn(async (request: Request) => {
      await request.text();
      seen.push(request.headers.get('If-None-Match'));
      return seen.length === 1 ? new Response('{"rows":[1]}', { headers: { ETag: '"a"', 'Content-Type': 'application/json' } }) : new Response(null, { status: 304 });
    }));
    const ask = () => read(api.POST('/api/v1/query', { body }));
    expect([await ask(), await ask()]).toEqual([{ rows: [1] }, { rows: [1] }]);
    expect(seen).toEqual([null, '"a"']);
  });

  it('knows when to sign in again', async () => {
    respond(401, '{"title":"x","code":"signed_out"}');
    expect(isSignedOut(await read(api.GET('/api/v1/me')).catch((each: unknown) => each))).toBe(true);
  });
});
