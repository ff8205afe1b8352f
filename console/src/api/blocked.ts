import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, type Schemas } from './http';

export type Suppression = Schemas['SuppressionOut'];
export type OptedOut = Schemas['OptOutRow'];
export type ImportedAddresses = Schemas['SuppressionsImported'];

export const SUPPRESSIONS = '/api/v1/suppressions';
export const OPT_OUTS = '/api/v1/opt-outs';

/** Runs a change and has both lists read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const key of [SUPPRESSIONS, OPT_OUTS]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useSuppress = () => useChange((body: Schemas['SuppressionIn']) => read<Suppression>(api.POST(SUPPRESSIONS, { body })));

export const useUnsuppress = () => useChange(({ id, reason }: { id: number; reason: string }) => read(api.POST('/api/v1/suppressions/{suppression_id}/remove', { params: { path: { suppression_id: id } }, body: { reason } })));

export const useTakeBack = () => useChange(({ id, reason }: { id: number; reason: string }) => read<OptedOut>(api.POST('/api/v1/opt-outs/{opt_out_id}/take-back', { params: { path: { opt_out_id: id } }, body: { reason } })));

export const useImportAddresses = () =>
  useChange(({ file, note }: { file: File; note: string }) => {
    // The document calls a file's content a string; the form carries the file itself.
    const bodySerializer = (): FormData => {
      const form = new FormData();
      form.append('file', file);
      form.append('note', note);
      return form;
    };
    return read<ImportedAddresses>(api.POST('/api/v1/suppressions/import', { body: { file: file.name, note }, bodySerializer }));
  });
