import { HistoryOutlined, MessageOutlined, RollbackOutlined, WarningOutlined } from '@ant-design/icons';
import { Badge, Button, Popover, Select, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommentThread } from './compose/CommentsPopover';
import { ProblemsDrawer } from './dialogs/ProblemsDrawer';
import { PublishDialog } from './dialogs/PublishDialog';
import { VersionsDrawer } from './dialogs/VersionsDrawer';
import styles from './editor.module.css';
import { languagesOf } from './model/definition';
import { useOpenComments } from './state/useComments';
import { useDefinition, useEditor, useHistory } from './state/useEditor';
import { useProblems } from './state/useProblems';
import type { Selection } from './useSelection';
import { languageName } from './views/languageNames';

/** What is done with the survey as a whole. */
export function HeaderActions({ selection }: { selection: Selection }) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const [open, setOpen] = useState<'problems' | 'publish' | 'versions'>();
  const problems = useProblems();
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const close = (): void => setOpen(undefined);
  return (
    <>
      <LanguageChoice />
      {!locked && <UndoRedo />}
      <Remarks />
      <Tooltip title={t('versions.title')}><Button icon={<HistoryOutlined />} aria-label={t('versions.title')} onClick={() => setOpen('versions')} /></Tooltip>
      <Button danger={errors > 0} icon={<WarningOutlined />} onClick={() => setOpen('problems')}>{t('problem.title', { n: problems.length })}</Button>
      {!locked && <Button type="primary" onClick={() => setOpen('publish')}>{t('publish.label')}</Button>}
      <ProblemsDrawer open={open === 'problems'} onClose={close} selection={selection} />
      <VersionsDrawer open={open === 'versions'} onClose={close} />
      {open === 'publish' && <PublishDialog onClose={close} onProblems={() => setOpen('problems')} />}
    </>
  );
}

/** Which of the survey's languages is written in. */
function LanguageChoice() {
  const { t } = useTranslation('editor');
  const { language, setLanguage } = useEditor();
  const listed = useDefinition((definition) => languagesOf(definition).join(' '));
  const languages = listed.split(' ');
  if (languages.length < 2) return null;
  return <Select aria-label={t('language')} popupMatchSelectWidth={false} value={language} onChange={setLanguage} options={languages.map((value) => ({ value, label: languageName(value) }))} />;
}

function UndoRedo() {
  const { t } = useTranslation('editor');
  const { store } = useEditor();
  const { past, future } = useHistory();
  const [last, next] = [past.at(-1)?.name, future[0]?.name];
  const undo = last ? t('undo.of', { what: t(`change.${last}`) }) : t('undo.label');
  const redo = next ? t('redo.of', { what: t(`change.${next}`) }) : t('redo.label');
  return (
    <>
      <Tooltip title={undo}><Button icon={<RollbackOutlined />} aria-label={t('undo.label')} disabled={!last} onClick={store.undo} /></Tooltip>
      <Tooltip title={redo}><Button icon={<RollbackOutlined className={styles.mirrored} />} aria-label={t('redo.label')} disabled={!next} onClick={store.redo} /></Tooltip>
    </>
  );
}

/** Remarks on the survey as a whole; those on a question stand at the question. */
function Remarks() {
  const { t } = useTranslation('editor');
  const count = useOpenComments('');
  return (
    <Popover trigger="click" placement="bottomRight" destroyOnHidden content={<CommentThread question="" />}>
      <Badge count={count} size="small" color="var(--accent)"><Button icon={<MessageOutlined />} aria-label={t('comment.open', { n: count })} /></Badge>
    </Popover>
  );
}
