import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import { loadDraft, publishDraft, useDifferences } from '@/api/surveyDrafts';
import { ErrorState } from '@/ui/States';
import { useEditor } from '../state/useEditor';
import { useProblems, useSaver, useSaverState } from '../state/useProblems';
import { asKept } from '../state/server';
import { Differences } from './Differences';
import styles from './dialogs.module.css';

/** What will change for respondents, and the last look before it does. */
export function PublishDialog({ onClose, onProblems }: { onClose: () => void; onProblems: () => void }) {
  const { t } = useTranslation('editor');
  const { message } = App.useApp();
  const saver = useSaver();
  const { kept, saving } = useSaverState();
  const [ready, setReady] = useState(false);
  const errors = useProblems().filter((problem) => problem.severity === 'error').length;
  useEffect(() => void saver.flush().then(() => setReady(saver.isSaved)), [saver]);
  const publish = usePublish(() => {
    void message.success(t('publish.done'));
    onClose();
  });
  const next = (kept.based_on ?? 0) + 1;
  const blocked = !ready || errors > 0 || !kept.differs;
  return (
    <Modal open width={680} title={t('publish.title', { n: next })} onCancel={onClose} okText={t('publish.ok')} okButtonProps={{ disabled: blocked, loading: publish.isPending }} onOk={() => publish.mutate()}>
      {saving.kind === 'failed' && <Alert type="error" title={t('save.first')} />}
      {errors > 0 && <Alert type="error" title={t('publish.errors', { n: errors })} action={<Button size="small" onClick={onProblems}>{t('publish.see')}</Button>} />}
      {ready && !kept.differs && <Alert type="info" title={t('publish.same')} />}
      {publish.error && <Refusal error={publish.error} />}
      {kept.based_on === null ? <p>{t('publish.first')}</p> : ready && kept.differs && <Changes from={kept.based_on} revision={kept.revision} />}
      <p className={styles.hint}>{t('publish.hint')}</p>
    </Modal>
  );
}

function usePublish(onDone: () => void) {
  const { survey } = useEditor();
  const saver = useSaver();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => publishDraft(survey, await saver.flush()),
    onSuccess: async () => {
      for (const key of ['surveys', 'survey', 'survey-versions', 'survey-diff']) void queries.invalidateQueries({ queryKey: [key] });
      saver.renew(asKept(await loadDraft(survey)));
      onDone();
    },
  });
}

function Refusal({ error }: { error: unknown }) {
  if (!(error instanceof ProblemError)) return <ErrorState compact error={error} />;
  const faults = Object.entries(error.fields);
  return <Alert type="error" title={error.title} description={faults.length > 0 && <ul>{faults.map(([field, fault]) => <li key={field}>{fault}</li>)}</ul>} />;
}

function Changes({ from, revision }: { from: number; revision: number }) {
  const { t } = useTranslation('editor');
  const { survey } = useEditor();
  const { data, error, refetch } = useDifferences(survey, from, revision);
  if (error) return <ErrorState compact error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 4 }} />;
  return (
    <section aria-label={t('diff.title', { n: from })}>
      <h3 className={styles.diffTitle}>{t('diff.title', { n: from })}</h3>
      <Differences changes={data.changes} />
    </section>
  );
}
