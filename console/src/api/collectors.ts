import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, type Schemas } from './http';
import type { UnitRef } from './session';

export const KINDS = ['link', 'qr', 'embed', 'kiosk', 'receipt', 'api'] as const;
export type CollectorKind = (typeof KINDS)[number];

export interface Look {
  mode?: 'inline' | 'popup' | 'button';
  trigger?: 'load' | 'time' | 'scroll' | 'exit' | 'event';
  after_s?: number;
  scroll_percent?: number;
  event?: string;
  every_days?: number;
  label?: string;
}

/** What may be said of a collector; times are ISO. */
export interface CollectorTerms {
  name: string;
  channel: string;
  opens_at: string | null;
  expires_at: string | null;
  answer_limit: number | null;
  again_after_hours: number;
  reset_after_s: number;
  origins: string[];
  /** When browsers do a little work before their form is taken. */
  proof: string;
}

export interface Collector extends CollectorTerms {
  id: number;
  survey: string;
  unit: UnitRef;
  kind: string;
  url: string;
  short_url: string | null;
  status: string;
  touchpoint: { code: string; name_zh: string; name_en: string } | null;
  look: Look;
  /** Under attack, as far as is known, until then. */
  attacked_until: string | null;
  answers: number;
}

export interface CodeBatch {
  id: number;
  label: string;
  count: number;
  used: number;
  expires_at: string | null;
  created_at: string;
}

export interface KioskDevice {
  id: number;
  name: string;
  created_at: string;
  seen_at: string | null;
  revoked_at: string | null;
}

const LIST = '/api/v1/surveys/{key}/collectors';

export const useCollector = (id: number | undefined) =>
  useQuery({
    queryKey: ['collector', id],
    queryFn: ({ signal }) => read<Collector>(api.GET('/api/v1/collectors/{collector_id}', { params: { path: { collector_id: id! } }, signal })),
    enabled: id !== undefined,
  });

/** Runs a change and has every list of collectors read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const key of [LIST, 'collector']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useCreateCollectors = (survey: string) =>
  useChange((body: Schemas['CollectorIn']) => read<{ created: number; already: number; items: Collector[] }>(api.POST(LIST, { params: { path: { key: survey } }, body })));

const at = (id: number) => ({ params: { path: { collector_id: id } } });

export const useChangeCollector = (id: number) => useChange((body: Schemas['CollectorPatch']) => read<Collector>(api.PATCH('/api/v1/collectors/{collector_id}', { ...at(id), body })));

export const useSetOpen = (id: number) =>
  useChange((open: boolean) => read<Collector>(open ? api.POST('/api/v1/collectors/{collector_id}/reopen', at(id)) : api.POST('/api/v1/collectors/{collector_id}/close', at(id))));

export const useShorten = (id: number) => useChange(() => read<{ url: string }>(api.POST('/api/v1/collectors/{collector_id}/short-link', at(id))));

export const useSnippet = (collector: Collector) =>
  useQuery({
    queryKey: ['collector', collector.id, 'embed', collector.look],
    queryFn: ({ signal }) => read<{ html: string }>(api.GET('/api/v1/collectors/{collector_id}/embed', { ...at(collector.id), signal })),
  });

export const useSignLinks = (id: number) =>
  useMutation({ mutationFn: (body: Schemas['SignedLinksIn']) => read<{ urls: string[] }>(api.POST('/api/v1/collectors/{collector_id}/signed-links', { ...at(id), body })) });

/** Which parameters of its links a survey believes only when they are signed. */
export interface LinkSigning {
  demanded: string[];
  refuses_unsigned: boolean;
  parameters: string[];
  may_write: boolean;
}

const signingOf = (survey: string) => ['link-signing', survey];
const ofSurvey = (key: string) => ({ params: { path: { key } } });

export const useLinkSigning = (survey: string) =>
  useQuery({ queryKey: signingOf(survey), queryFn: ({ signal }) => read<LinkSigning>(api.GET('/api/v1/surveys/{key}/link-signing', { ...ofSurvey(survey), signal })) });

export function useDemandSignatures(survey: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['LinkSigningIn']) => read<LinkSigning>(api.PUT('/api/v1/surveys/{key}/link-signing', { ...ofSurvey(survey), body })),
    onSuccess: (now) => queries.setQueryData(signingOf(survey), now),
  });
}

export const useLinkKey = (survey: string) => useMutation({ mutationFn: () => read<{ key: string }>(api.POST('/api/v1/surveys/{key}/link-signing/key', ofSurvey(survey))) });

export const useRenewLinkKey = (survey: string) => useMutation({ mutationFn: () => read(api.POST('/api/v1/surveys/{key}/link-signing/renew', ofSurvey(survey))) });

export const useCodeBatches = (id: number) =>
  useQuery({ queryKey: ['collector', id, 'codes'], queryFn: ({ signal }) => read<CodeBatch[]>(api.GET('/api/v1/collectors/{collector_id}/codes', { ...at(id), signal })) });

export const useMakeCodes = (id: number) => useChange((body: Schemas['CodesIn']) => read<CodeBatch>(api.POST('/api/v1/collectors/{collector_id}/codes', { ...at(id), body })));

export const useDevices = (id: number) =>
  useQuery({ queryKey: ['collector', id, 'devices'], queryFn: ({ signal }) => read<KioskDevice[]>(api.GET('/api/v1/collectors/{collector_id}/devices', { ...at(id), signal })) });

export const useAdmitDevice = (id: number) => useChange((name: string) => read<KioskDevice & { url: string }>(api.POST('/api/v1/collectors/{collector_id}/devices', { ...at(id), body: { name } })));

export const useRevokeDevice = () => useChange((device: number) => read<KioskDevice>(api.POST('/api/v1/kiosk-devices/{device_id}/revoke', { params: { path: { device_id: device } } })));
