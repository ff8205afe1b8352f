import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/state/useMedia';
import { EmptyState } from '@/ui/States';
import { useOwnerName } from '../compose/useOwnerName';
import { useWhole } from '../state/useEditor';
import { useProblems, type ProblemHere } from '../state/useProblems';
import type { Selection } from '../useSelection';
import styles from './dialogs.module.css';

/** Everything that stands in the way of publishing, and what may be meant otherwise; a click leads to it. */
export function ProblemsDrawer({ open, onClose, selection }: { open: boolean; onClose: () => void; selection: Selection }) {
  const { t } = useTranslation('editor');
  const phone = usePhone();
  const problems = useProblems();
  const group = (severity: ProblemHere['severity']) => problems.filter((problem) => problem.severity === severity && !problem.translation);
  const untranslated = problems.filter((problem) => problem.translation).length;
  const go = (problem: ProblemHere): void => {
    openOwner(selection, problem);
    onClose();
  };
  return (
    <Drawer open={open} onClose={onClose} title={t('problem.drawer')} size={phone ? '100%' : 420} destroyOnHidden>
      {!problems.length && <EmptyState compact title={t('problem.none')} hint={t('problem.noneHint')} />}
      {untranslated > 0 && <Untranslated n={untranslated} onGo={() => { selection.show('texts'); onClose(); }} />}
      {(['error', 'warning'] as const).map((severity) => <Problems key={severity} title={t(`problem.${severity}`, { n: group(severity).length })} problems={group(severity)} onGo={go} />)}
    </Drawer>
  );
}

function Problems({ title, problems, onGo }: { title: string; problems: ProblemHere[]; onGo: (problem: ProblemHere) => void }) {
  const ownerName = useOwnerName(useWhole());
  if (!problems.length) return null;
  return (
    <section className={styles.problems} aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {problems.map((problem) => (
          <li key={problem.id}>
            <button type="button" className={`${styles.problem} ${styles[problem.severity]}`} onClick={() => onGo(problem)}>
              <strong>{ownerName(problem.owner)}</strong>
              <span>{problem.message}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All missing translations as one line: they are written side by side. */
function Untranslated({ n, onGo }: { n: number; onGo: () => void }) {
  const { t } = useTranslation('editor');
  return (
    <section className={styles.problems}>
      <button type="button" className={`${styles.problem} ${styles.error}`} onClick={onGo}>
        <strong>{t('problem.translations', { n })}</strong>
        <span>{t('problem.translate')}</span>
      </button>
    </section>
  );
}

const FIELD_VIEWS: Record<string, 'texts' | 'theme'> = { languages: 'texts', theme: 'theme', color: 'theme' };

function openOwner(selection: Selection, { owner }: ProblemHere): void {
  if (owner.part === 'question') selection.selectQuestion(owner.key);
  else if (owner.part === 'page') selection.selectPage(owner.key);
  else if (owner.part === 'survey') selection.show(FIELD_VIEWS[owner.field] ?? 'compose');
  else selection.show('logic');
}
