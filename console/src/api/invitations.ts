import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, type Schemas } from './http';

export type Batch = Schemas['BatchOut'];
export type BatchWish = Schemas['BatchIn'];
export type PeopleFilter = Schemas['PeopleFilter'];
export type Preview = Schemas['PreviewOut'];
export type Trigger = Schemas['TriggerOut'];
export type TriggerWish = Schemas['TriggerIn'];
export type Simulation = Schemas['SimulationOut'];
export type ContactRules = Schemas['ContactRulesOut'];
export type ContactRulesWish = Schemas['ContactRulesIn'];
export type FatigueRule = Schemas['FatigueIn'];
export type Funnel = Schemas['FunnelOut'];
export type FunnelPage = Schemas['FunnelPage'];
export type Explained = Schemas['ExplainedOut'];

export const GROUPINGS = ['batch', 'trigger', 'unit', 'channel', 'touchpoint'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const MOVING = new Set(['reading', 'scheduled', 'planning', 'sending']);
const SOON = 1500;

const batchQuery = (id: string) => ['invitation-batch', id] as const;
const triggerQuery = (id: string) => ['trigger', id] as const;

/** A batch; looked at again while something is going on behind it. `counting`: a preview was asked for. */
export const useBatch = (id: string | undefined, counting = false) =>
  useQuery({
    queryKey: batchQuery(id ?? ''),
    queryFn: ({ signal }) => read<Batch>(api.GET('/api/v1/invitation-batches/{batch_id}', { params: { path: { batch_id: id! } }, signal })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && (MOVING.has(state.data.state) || (counting && !state.data.preview)) ? SOON : false),
  });

/** Keeps what a change answered, and has the lists look again. */
function useKeepBatch() {
  const queries = useQueryClient();
  return (batch: Batch): void => {
    queries.setQueryData(batchQuery(batch.id), batch);
    void queries.invalidateQueries({ queryKey: ['/api/v1/invitation-batches'] });
  };
}

interface SaveBatch {
  /** The draft that is changed; undefined makes a new one. */
  draft?: Pick<Batch, 'id' | 'version'>;
  wish: BatchWish;
  file?: File;
}

function uploadList(id: string, file: File): Promise<Batch> {
  const bodySerializer = (): FormData => {
    const form = new FormData();
    form.append('file', file);
    return form;
  };
  // The document calls a file's content a string; the form carries the file itself.
  return read<Batch>(api.POST('/api/v1/invitation-batches/{batch_id}/file', { params: { path: { batch_id: id } }, body: { file: file.name }, bodySerializer }));
}

async function saveBatch({ draft, wish, file }: SaveBatch): Promise<Batch> {
  const saved = draft
    ? await read<Batch>(api.PUT('/api/v1/invitation-batches/{batch_id}', { params: { path: { batch_id: draft.id } }, body: { ...wish, version: draft.version } }))
    : await read<Batch>(api.POST('/api/v1/invitation-batches', { body: wish }));
  return file ? uploadList(saved.id, file) : saved;
}

export function useSaveBatch() {
  const keep = useKeepBatch();
  return useMutation({ mutationFn: saveBatch, onSuccess: keep });
}

export function usePreviewBatch() {
  const keep = useKeepBatch();
  return useMutation({ mutationFn: (id: string) => read<Batch>(api.POST('/api/v1/invitation-batches/{batch_id}/preview', { params: { path: { batch_id: id } }, body: {} })), onSuccess: keep });
}

export function useStartBatch() {
  const keep = useKeepBatch();
  return useMutation({
    mutationFn: ({ batch, startsAt }: { batch: Batch; startsAt: string | null }) =>
      read<Batch>(api.POST('/api/v1/invitation-batches/{batch_id}/start', { params: { path: { batch_id: batch.id } }, body: { version: batch.version, starts_at: startsAt } })),
    onSuccess: keep,
  });
}

const STEPS = { pause: '/api/v1/invitation-batches/{batch_id}/pause', resume: '/api/v1/invitation-batches/{batch_id}/resume', cancel: '/api/v1/invitation-batches/{batch_id}/cancel' } as const;

export function useMoveBatch() {
  const keep = useKeepBatch();
  return useMutation({ mutationFn: ({ id, step }: { id: string; step: keyof typeof STEPS }) => read<Batch>(api.POST(STEPS[step], { params: { path: { batch_id: id } }, body: {} })), onSuccess: keep });
}

export const useTriggers = () => useQuery({ queryKey: ['triggers'], queryFn: ({ signal }) => read<Trigger[]>(api.GET('/api/v1/triggers', { signal })) });

export const useTrigger = (id: string | undefined, simulating = false) =>
  useQuery({
    queryKey: triggerQuery(id ?? ''),
    queryFn: ({ signal }) => read<Trigger>(api.GET('/api/v1/triggers/{trigger_id}', { params: { path: { trigger_id: id! } }, signal })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (simulating && state.data && !state.data.simulation ? SOON : false),
  });

function useKeepTrigger() {
  const queries = useQueryClient();
  return (trigger: Trigger): void => {
    queries.setQueryData(triggerQuery(trigger.id), trigger);
    void queries.invalidateQueries({ queryKey: ['triggers'] });
  };
}

export function useSaveTrigger() {
  const keep = useKeepTrigger();
  return useMutation({
    mutationFn: ({ trigger, wish }: { trigger?: Pick<Trigger, 'id' | 'version'>; wish: TriggerWish }) =>
      trigger
        ? read<Trigger>(api.PUT('/api/v1/triggers/{trigger_id}', { params: { path: { trigger_id: trigger.id } }, body: { ...wish, version: trigger.version } }))
        : read<Trigger>(api.POST('/api/v1/triggers', { body: wish })),
    onSuccess: keep,
  });
}

export function useSimulate() {
  const keep = useKeepTrigger();
  return useMutation({ mutationFn: (id: string) => read<Trigger>(api.POST('/api/v1/triggers/{trigger_id}/simulate', { params: { path: { trigger_id: id } }, body: {} })), onSuccess: keep });
}

export const useContactRules = () => useQuery({ queryKey: ['contact-rules'], queryFn: ({ signal }) => read<ContactRules>(api.GET('/api/v1/contact-rules', { signal })), staleTime: 60_000 });

export function useSaveRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ContactRulesWish) => read<ContactRules>(api.PUT('/api/v1/contact-rules', { body })),
    onSuccess: (rules) => queries.setQueryData(['contact-rules'], rules),
  });
}

export interface FunnelAsked {
  by: Grouping;
  unit?: string;
  batch?: string;
  trigger?: string;
  since?: string;
  until?: string;
}

export const useFunnel = (asked: FunnelAsked, every?: number) =>
  useQuery({ queryKey: ['invitation-funnel', asked], queryFn: ({ signal }) => read<FunnelPage>(api.GET('/api/v1/invitations/funnel', { params: { query: asked }, signal })), refetchInterval: every });

const explainedQuery = (customer: string) => ['customer-invitations', customer] as const;

/** Why a person was asked or not, and what holds for them now. */
export const useExplained = (customer: string, enabled = true) =>
  useQuery({ queryKey: explainedQuery(customer), queryFn: ({ signal }) => read<Explained>(api.GET('/api/v1/customers/{customer_id}/invitations', { params: { path: { customer_id: customer } }, signal })), enabled });

export function useDoNotAsk(customer: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ask: boolean) => read<Explained>(api.POST('/api/v1/customers/{customer_id}/do-not-ask', { params: { path: { customer_id: customer } }, body: { ask, channel: '' } })),
    onSuccess: (explained) => queries.setQueryData(explainedQuery(customer), explained),
  });
}
