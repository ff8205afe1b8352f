import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Held } from '../parts/Held';
import { useEditor } from '../state/useEditor';
import type { Selection } from '../useSelection';
import styles from './compose.module.css';
import { PageSettings } from './PageSettings';
import { QuestionSettings } from './QuestionSettings';

/** What can be set of the chosen question, else of the page. */
export function Settings({ selection }: { selection: Selection }) {
  const { t } = useTranslation('editor');
  return (
    <aside className={styles.settings} aria-label={t('pane.settings')}>
      <Held question={selection.question}>
        <Unlocked>
          {selection.question ? <QuestionSettings key={selection.question} question={selection.question} onRenamed={selection.selectQuestion} /> : <PageSettings key={selection.page} page={selection.page} selection={selection} />}
        </Unlocked>
      </Held>
    </aside>
  );
}

/** Fields that can be used only where something may be changed. */
function Unlocked({ children }: { children: ReactNode }) {
  const { locked } = useEditor();
  return <ConfigProvider componentDisabled={locked}>{children}</ConfigProvider>;
}
