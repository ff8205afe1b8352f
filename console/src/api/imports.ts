import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportField, ImportMode, ImportRun } from '@/ui/importRun';
import { apiUrl, http } from './http';

export interface ImportKind {
  code: string;
  label: string;
  fields: (ImportField & { note: string })[];
}

export interface ImportListed extends Omit<ImportRun, 'columns' | 'fields' | 'mapping' | 'sample' | 'rejects'> {
  mode: ImportMode;
  account: string;
  created_at: string;
  finished_at: string | null;
}

export const templateUrl = (kind: string): string => apiUrl(`/imports/${kind}/template`);
export const failedUrl = (id: string): string => apiUrl(`/imports/${id}/failed`);

export const useImportKinds = () =>
  useQuery({ queryKey: ['import-kinds', document.documentElement.lang], queryFn: ({ signal }) => http.get<{ items: ImportKind[] }>('/imports/kinds', {}, signal), staleTime: Infinity });

const WORKING = new Set(['checking', 'running']);

export const useImport = (id: string | undefined) =>
  useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => http.get<ImportRun>(`/imports/${id}`, {}, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && WORKING.has(state.data.state) ? 1000 : false),
  });

function upload(kind: string, file: File, mode: ImportMode): Promise<ImportRun> {
  const form = new FormData();
  form.append('file', file);
  form.append('kind', kind);
  form.append('mode', mode);
  return http.post<ImportRun>('/imports', form);
}

/** The steps of one import; each answers with the run as it then stands. */
export function useImportSteps(kind: string, id: string | undefined, onStarted: (id: string) => void) {
  const queries = useQueryClient();
  const keep = (run: ImportRun): void => {
    queries.setQueryData(['import', run.id], run);
    void queries.invalidateQueries({ queryKey: ['/imports'] });
  };
  const start = useMutation({
    mutationFn: ({ file, mode }: { file: File; mode: ImportMode }) => upload(kind, file, mode),
    onSuccess: (run) => {
      keep(run);
      onStarted(run.id);
    },
  });
  const check = useMutation({ mutationFn: (mapping: Record<string, string>) => http.post<ImportRun>(`/imports/${id}/check`, { mapping, options: {} }), onSuccess: keep });
  const run = useMutation({ mutationFn: () => http.post<ImportRun>(`/imports/${id}/run`), onSuccess: keep });
  return { start, check, run };
}
