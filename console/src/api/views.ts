import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, type Schemas } from './http';

/** The filters of a list under a name. */
export type SavedView = Schemas['ViewOut'];

const keyOf = (page: string): string[] => ['views', page];

export const useViews = (page: string) =>
  useQuery({ queryKey: keyOf(page), queryFn: async ({ signal }) => (await read<{ items: SavedView[] }>(api.GET('/api/v1/views', { params: { query: { page } }, signal }))).items, staleTime: 60_000 });

/** Saving, changing and deleting the views of a page; each refreshes what is offered. */
export function useViewActs(page: string) {
  const queries = useQueryClient();
  const onSettled = (): Promise<void> => queries.invalidateQueries({ queryKey: keyOf(page) });
  const save = useMutation({ mutationFn: (body: { name: string; search: string; shared: boolean }) => read<SavedView>(api.POST('/api/v1/views', { body: { page, ...body } })), onSettled });
  const change = useMutation({ mutationFn: ({ id, ...body }: { id: number } & Schemas['ViewPatch']) => read<SavedView>(api.PATCH('/api/v1/views/{view_id}', { params: { path: { view_id: id } }, body })), onSettled });
  const remove = useMutation({ mutationFn: (id: number) => read<unknown>(api.DELETE('/api/v1/views/{view_id}', { params: { path: { view_id: id } } })), onSettled });
  return { save, change, remove };
}
