import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportField, ImportMode, ImportRun } from '@/ui/importRun';
import { api, fileUrl, read } from './http';

export interface ImportKind {
  code: string;
  label: string;
  fields: (ImportField & { note: string })[];
}

export interface ImportListed extends Omit<ImportRun, 'columns' | 'fields' | 'mapping' | 'options' | 'sample' | 'rejects'> {
  mode: ImportMode;
  account: string;
  created_at: string;
  finished_at: string | null;
}

export const templateUrl = (kind: string): string => fileUrl(`/imports/${kind}/template`);
export const failedUrl = (id: string): string => fileUrl(`/imports/${id}/failed`);

export const useImportKinds = () =>
  useQuery({ queryKey: ['import-kinds', document.documentElement.lang], queryFn: ({ signal }) => read<{ items: ImportKind[] }>(api.GET('/api/v1/imports/kinds', { signal })), staleTime: Infinity });

const WORKING = new Set(['checking', 'running']);

export const useImport = (id: string | undefined) =>
  useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => read<ImportRun>(api.GET('/api/v1/imports/{import_id}', { params: { path: { import_id: id! } }, signal })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && WORKING.has(state.data.state) ? 1000 : false),
  });

function upload(kind: string, file: File, mode: ImportMode): Promise<ImportRun> {
  const bodySerializer = (): FormData => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ file, kind, mode })) form.append(name, value);
    return form;
  };
  // The document calls a file's content a string; the form carries the file itself.
  return read<ImportRun>(api.POST('/api/v1/imports', { body: { file: file.name, kind, mode }, bodySerializer }));
}

/** The steps of one import; each answers with the run as it then stands. */
export function useImportSteps(kind: string, id: string | undefined, onStarted: (id: string) => void) {
  const queries = useQueryClient();
  const keep = (run: ImportRun): void => {
    queries.setQueryData(['import', run.id], run);
    void queries.invalidateQueries({ queryKey: ['/api/v1/imports'] });
  };
  const start = useMutation({
    mutationFn: ({ file, mode }: { file: File; mode: ImportMode }) => upload(kind, file, mode),
    onSuccess: (run) => {
      keep(run);
      onStarted(run.id);
    },
  });
  const check = useMutation({ mutationFn: (body: { mapping: Record<string, string>; options: Record<string, string> }) => read<ImportRun>(api.POST('/api/v1/imports/{import_id}/check', { params: { path: { import_id: id! } }, body })), onSuccess: keep });
  const run = useMutation({ mutationFn: () => read<ImportRun>(api.POST('/api/v1/imports/{import_id}/run', { params: { path: { import_id: id! } } })), onSuccess: keep });
  return { start, check, run };
}
