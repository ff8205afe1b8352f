import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Language } from '@/format/number';
import { api, read } from './http';

export interface Touchpoint {
  code: string;
  name_zh: string;
  name_en: string;
  /** What comes through these is filed here by default. */
  channels: string[];
}

export interface Stage {
  code: string;
  name_zh: string;
  name_en: string;
  touchpoints: Touchpoint[];
}

export interface Journey {
  code: string;
  name_zh: string;
  name_en: string;
  /** Counts the changes; a save names the one it started from. */
  version: number;
  stages: Stage[];
}

const JOURNEYS = ['journeys'];

export const useJourneys = () =>
  useQuery({
    queryKey: JOURNEYS,
    queryFn: ({ signal }) => read<{ items: Journey[]; may_write: boolean }>(api.GET('/api/v1/journeys', { signal })),
    staleTime: 300_000,
  });

export function nameOf(named: { name_zh: string; name_en: string }, language: Language): string {
  return language === 'en' ? named.name_en : named.name_zh;
}

/** Touchpoint codes to names; a code that stands in no journey shows as itself. */
export function useTouchpointName(language: Language): (code: string) => string {
  const { data } = useJourneys();
  const names = useMemo(() => new Map(data?.items.flatMap((journey) => journey.stages).flatMap((stage) => stage.touchpoints).map((point) => [point.code, nameOf(point, language)])), [data, language]);
  return useCallback((code: string) => names.get(code) ?? code, [names]);
}

/** Writes a journey as a whole: a new one (version 0), or over the version it was read at. */
export function useSaveJourney() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ code, version, ...rest }: Journey) =>
      version === 0
        ? read<Journey>(api.POST('/api/v1/journeys', { body: { code, ...rest } }))
        : read<Journey>(api.PUT('/api/v1/journeys/{code}', { params: { path: { code } }, body: { version, ...rest } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: JOURNEYS }),
  });
}

export function useDeleteJourney() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => read<unknown>(api.DELETE('/api/v1/journeys/{code}', { params: { path: { code } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: JOURNEYS }),
  });
}
