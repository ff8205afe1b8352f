import type { Spot } from '../model/change';
import type { Question } from '../model/definition';
import { useChange, useEditor } from '../state/useEditor';
import type { QuestionKind } from '../types/kind';
import type { Selection } from '../useSelection';
import { adopted, freshQuestion } from './fresh';

/** Puts a new question of a kind, or one from the bank, at a place and chooses it. */
export function useAddQuestion(selection: Selection): (what: QuestionKind | Question, spot: Spot) => void {
  const { store } = useEditor();
  const change = useChange();
  return (what, spot) => {
    const definition = store.get().present;
    const question = 'fresh' in what ? freshQuestion(definition, what, spot) : adopted(definition, what);
    change({ do: 'addQuestion', question, spot });
    selection.selectQuestion(question.key);
  };
}
