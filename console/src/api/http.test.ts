import { afterEach, describe, expect, it, vi } from 'vitest';
import { apiUrl, csrfToken, http } from './http';
import { isSignedOut, ProblemError } from './problem';

const respond = (status: number, body: string) => vi.stubGlobal('fetch', vi.fn(async () => new Response(body, { status })));

afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('leaves empty parameters out and repeats lists', () => {
    expect(apiUrl('/feedback', { unit: '0001', q: '', cursor: null, topic: ['价格', 'taste'] })).toBe('/api/v1/feedback?unit=0001&topic=%E4%BB%B7%E6%A0%BC&topic=taste');
  });

  it('sends the token of the cookie with a change', async () => {
    document.cookie = 'csrftoken=abc%3D';
    respond(200, '{}');
    await http.post('/x', { a: 1 });
    const [, init] = vi.mocked(fetch).mock.calls[0]!;
    expect(init).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'X-CSRFToken': 'abc=' } });
    expect(csrfToken('other=1')).toBe('');
  });

  it('turns a problem into an error with its words and fields', async () => {
    respond(409, JSON.stringify({ title: '工单已被领取', status: 409, code: 'ticket_taken', detail: '李敏刚刚领取', errors: [{ field: 'version', code: 'stale', message: '已过期' }] }));
    const error = await http.post('/x').catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code: 'ticket_taken', title: '工单已被领取', detail: '李敏刚刚领取', fields: { version: '已过期' } });
  });

  it('copes with an answer that is no problem document', async () => {
    respond(502, '<html>');
    await expect(http.get('/x')).rejects.toMatchObject({ status: 502, code: 'http_502' });
  });

  it('knows when to sign in again', async () => {
    respond(401, '{"title":"x","code":"signed_out"}');
    expect(isSignedOut(await http.get('/me').catch((each: unknown) => each))).toBe(true);
  });
});
