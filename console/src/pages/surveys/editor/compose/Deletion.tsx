import { App, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../logic/subjects';
import { findQuestion } from '../model/find';
import { usesOf, type Use } from '../model/uses';
import { useChange, useEditor } from '../state/useEditor';
import { useSaver } from '../state/useProblems';
import type { Selection } from '../useSelection';
import styles from './compose.module.css';
import { ownerName } from './useOwnerName';

/** Removes a question; first says what breaks, if anything does. Undo brings it back either way. */
export function useDeletion(selection: Selection): (question: string) => void {
  const { t } = useTranslation('editor');
  const { modal, message } = App.useApp();
  const saver = useSaver();
  const { store, language } = useEditor();
  const change = useChange();
  return (key) => {
    if (saver.get().kept.locked.includes(key)) return void message.info(t('held.keep'));
    const definition = store.get().present;
    const found = findQuestion(definition, key);
    if (!found) return;
    const remove = (dropUses: boolean): void => {
      selection.selectQuestion((found.page.questions[found.at + 1] ?? found.page.questions[found.at - 1])?.key);
      change({ do: 'removeQuestion', question: key, dropUses });
    };
    const uses = usesOf(definition, key);
    if (!uses.length) return remove(false);
    const choice = { clean: false };
    modal.confirm({
      title: t('delete.title', { name: nameOf(found.question, language) }),
      width: 520,
      content: <Breaks uses={uses.map((use) => ({ ...use, name: ownerName(definition, use.owner, language, t) }))} onClean={(clean) => { choice.clean = clean; }} />,
      okText: t('delete.ok'),
      okButtonProps: { danger: true },
      onOk: () => remove(choice.clean),
    });
  };
}

/** Drawn outside of the editor, so it is told all it says. */
function Breaks({ uses, onClean }: { uses: (Use & { name: string })[]; onClean: (clean: boolean) => void }) {
  const { t } = useTranslation('editor');
  return (
    <>
      <p>{t('delete.breaks', { n: uses.length })}</p>
      <ul className={styles.breaks}>
        {uses.map((use) => <li key={use.path.join('.')}><strong>{use.name}</strong> {t(`use.${use.how}`)}</li>)}
      </ul>
      <Checkbox onChange={(event) => onClean(event.target.checked)}>{t('delete.clean')}</Checkbox>
      <p className={styles.hint}>{t('delete.hint')}</p>
    </>
  );
}
