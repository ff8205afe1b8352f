import { ConfigProvider } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../state/useEditor';
import type { Selection } from '../useSelection';
import styles from './compose.module.css';
import { PageSettings } from './PageSettings';
import { QuestionSettings } from './QuestionSettings';

/** What can be set of the chosen question, else of the page. */
export function Settings({ selection }: { selection: Selection }) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  return (
    <aside className={styles.settings} aria-label={t('pane.settings')}>
      <ConfigProvider componentDisabled={locked}>
        {selection.question ? <QuestionSettings key={selection.question} question={selection.question} onRenamed={selection.selectQuestion} /> : <PageSettings key={selection.page} page={selection.page} selection={selection} />}
      </ConfigProvider>
    </aside>
  );
}
