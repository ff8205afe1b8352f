import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { ProblemError } from '@/api/problem';
import type { SurveyDetail } from '@/api/surveys';
import styles from './surveys.module.css';

/** Publishes a definition as the next version of its survey; faults are listed with their place. */
export function PublishSurvey({ start = '' }: { start?: string }) {
  const { t } = useTranslation('surveys');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(start);
  const [broken, setBroken] = useState(false);
  const publish = useMutation({
    mutationFn: (definition: Record<string, unknown>) => read<SurveyDetail>(api.POST('/api/v1/surveys', { body: { definition, key: '' } })),
    onSuccess: () => {
      setOpen(false);
      void message.success(t('publish.done'));
      for (const key of ['surveys', 'survey']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const submit = (): void => {
    try {
      const definition = JSON.parse(text) as Record<string, unknown>;
      setBroken(false);
      publish.mutate(definition);
    } catch {
      setBroken(true);
    }
  };
  const problem = publish.error instanceof ProblemError ? publish.error : null;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t('publish.label')}</Button>
      <Modal open={open} width={760} title={t('publish.label')} okText={t('publish.ok')} okButtonProps={{ disabled: !text.trim(), loading: publish.isPending }} onOk={submit} onCancel={() => setOpen(false)}>
        <p className={styles.muted}>{t('publish.hint')}</p>
        <Input.TextArea className={styles.definition} rows={18} value={text} onChange={(event) => setText(event.target.value)} aria-label={t('publish.definition')} placeholder={t('publish.definition')} />
        <div role="alert" className={styles.faults}>
          {broken && <p>{t('publish.notJson')}</p>}
          {problem && <p>{problem.title}</p>}
          {problem && Object.entries(problem.fields).map(([field, fault]) => <p key={field}><code>{field}</code> {fault}</p>)}
        </div>
      </Modal>
    </>
  );
}
