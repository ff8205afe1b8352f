import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from './http';
import type { Condition } from '@/ui/condition';
import type { UnitRef } from './session';
import type { Policy } from './tickets';

export interface AlertRule {
  key: string;
  name_zh: string;
  name_en: string;
  condition: Condition;
  priority: 'normal' | 'high' | 'urgent';
  own_ticket: boolean;
  active: boolean;
  max_age_days: number;
  version: number;
  changed_at: string;
}

export interface Alert {
  id: number;
  rule: { key: string; name_zh: string; name_en: string };
  unit: UnitRef;
  fired_at: string;
  feedback_id: number;
  ticket: string | null;
  reasons: Record<string, unknown>[];
}

export const useRules = () => useQuery({ queryKey: ['alert-rules'], queryFn: ({ signal }) => read<AlertRule[]>(api.GET('/api/v1/alert-rules', { signal })) });

export const usePolicies = () => useQuery({ queryKey: ['sla-policies'], queryFn: ({ signal }) => read<Policy[]>(api.GET('/api/v1/sla-policies', { signal })) });

export function useSaveRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ key, changed_at: _, condition, ...rule }: AlertRule) => read<AlertRule>(api.PUT('/api/v1/alert-rules/{key}', { params: { path: { key } }, body: { ...rule, condition: { ...condition } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alert-rules'] }),
  });
}

export function useSavePolicy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name: _, priority: __, ...policy }: Policy) => read<Policy>(api.PUT('/api/v1/sla-policies/{policy_id}', { params: { path: { policy_id: id } }, body: policy })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sla-policies'] }),
  });
}
