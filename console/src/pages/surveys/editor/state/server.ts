import { loadDraft, saveDraft, type Draft } from '@/api/surveyDrafts';
import { ProblemError } from '@/api/problem';
import type { Definition } from '../model/definition';
import type { Kept, Server } from './saver';

/** A draft that came with its definition. */
export const asKept = (draft: Draft): Kept => ({ ...draft, definition: draft.definition as unknown as Definition });

/** The draft of one survey on the server. */
export const serverOf = (survey: string): Server => ({
  load: async () => asKept(await loadDraft(survey)),
  save: (definition, revision) => saveDraft(survey, definition as unknown as Record<string, unknown>, revision),
  isConflict: (error) => error instanceof ProblemError && error.code === 'draft_conflict',
});
