import { Segmented, Skeleton } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useDraft, useMayWrite, type Draft } from '@/api/surveyDrafts';
import { useSession } from '@/api/session';
import { useLanguage } from '@/i18n';
import { PageHeader } from '@/ui/PageHeader';
import { ErrorState } from '@/ui/States';
import { Compose } from './compose/Compose';
import { ConflictDialog } from './dialogs/ConflictDialog';
import { HeaderActions } from './HeaderActions';
import { anyWords, languagesOf } from './model/definition';
import { SaveState } from './SaveState';
import { Saver } from './state/saver';
import { asKept, serverOf } from './state/server';
import { createStore } from './state/store';
import { EditorContext, useDefinition, useEditor } from './state/useEditor';
import { SaverContext } from './state/useProblems';
import styles from './editor.module.css';
import { PreviewView } from './preview/PreviewView';
import { useShortcuts } from './useShortcuts';
import { useSelection, VIEWS, type Selection, type View } from './useSelection';
import { FlowView } from './views/FlowView';
import { LogicView } from './views/LogicView';
import { TextsView } from './views/TextsView';
import { ThemeView } from './views/ThemeView';

/** The survey editor: opens the draft and keeps it saved. */
export default function Editor() {
  const { key = '' } = useParams();
  const draft = useDraft(key);
  if (draft.error) return <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />;
  if (!draft.data) return <Skeleton active title={{ width: 240 }} paragraph={{ rows: 10 }} />;
  return <OpenEditor key={key} survey={key} draft={draft.data} />;
}

function OpenEditor({ survey, draft }: { survey: string; draft: Draft }) {
  const { can } = useSession();
  const reader = useLanguage();
  const [{ store, saver }] = useState(() => {
    const kept = asKept(draft);
    const store = createStore(kept.definition);
    return { store, saver: new Saver(store, serverOf(survey), kept) };
  });
  const [chosen, setLanguage] = useState<string>();
  const mayWrite = useMayWrite(survey).data ?? true;
  const locked = !can('survey.write') || !mayWrite;
  useEffect(() => saver.follow(), [saver]);
  const languages = languagesOf(store.get().present);
  const language = chosen ?? (languages.includes(reader) ? reader : languages[0]!);
  const editor = useMemo(() => ({ store, survey, language, setLanguage, locked }), [store, survey, language, locked]);
  return (
    <EditorContext.Provider value={editor}>
      <SaverContext.Provider value={saver}>
        <Workplace />
      </SaverContext.Provider>
    </EditorContext.Provider>
  );
}

function Workplace() {
  const { t } = useTranslation('editor');
  const { survey, language } = useEditor();
  const selection = useSelection();
  const title = useDefinition((definition) => anyWords(definition.title, language));
  useShortcuts(selection);
  return (
    <>
      <PageHeader title={title || t('untitled')} crumbs={[{ label: t('centre'), to: '/surveys' }, { label: survey, to: `/surveys/${survey}` }]} note={<SaveState />} actions={<><Views selection={selection} /><HeaderActions selection={selection} /></>} />
      <Shown selection={selection} />
      <ConflictDialog />
    </>
  );
}

function Views({ selection }: { selection: Selection }) {
  const { t } = useTranslation('editor');
  return <div className={styles.views}><Segmented<View> aria-label={t('views')} value={selection.view} onChange={selection.show} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} /></div>;
}

function Shown({ selection }: { selection: Selection }) {
  switch (selection.view) {
    case 'flow': return <FlowView selection={selection} />;
    case 'logic': return <LogicView />;
    case 'texts': return <TextsView />;
    case 'theme': return <ThemeView />;
    case 'preview': return <PreviewView selection={selection} />;
    default: return <Compose selection={selection} />;
  }
}
