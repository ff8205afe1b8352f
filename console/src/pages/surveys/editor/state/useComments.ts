import { useComments, type Comment } from '@/api/surveyDrafts';
import { useEditor } from './useEditor';

/** The remarks on one question, or on the survey as a whole (""). */
export function useCommentsOn(question: string): Comment[] {
  const { survey } = useEditor();
  return (useComments(survey).data?.items ?? []).filter((comment) => comment.question === question);
}

export const useOpenComments = (question: string): number => useCommentsOn(question).filter((comment) => comment.resolved_at === null).length;
