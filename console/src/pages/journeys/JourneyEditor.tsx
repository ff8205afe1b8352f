import { PlusOutlined } from '@ant-design/icons';
import { Alert, App, Button, Drawer, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteJourney, useSaveJourney, type Journey } from '@/api/journeys';
import { ProblemError } from '@/api/problem';
import { usePhone } from '@/state/useMedia';
import { addStage } from './placing';
import { StageEditor } from './StageEditor';
import styles from './journeys.module.css';

/** A journey as a whole: names, stages and touchpoints, put in order by dragging or by arrows; saved in one act. */
export function JourneyEditor({ journey, onClose }: { journey: Journey; onClose: () => void }) {
  const { t } = useTranslation('journeys');
  const { message, modal } = App.useApp();
  const phone = usePhone();
  const [draft, setDraft] = useState(journey);
  const save = useSaveJourney();
  const changed = draft !== journey;
  const leave = (): void => {
    if (changed) modal.confirm({ title: t('editor.unsaved'), okText: t('editor.discard'), cancelText: t('editor.stay'), onOk: onClose });
    else onClose();
  };
  const submit = (): void => save.mutate(draft, { onSuccess: () => { void message.success(t('editor.saved')); onClose(); } });
  const isNew = journey.version === 0;
  return (
    <Drawer
      open
      onClose={leave}
      size={phone ? '100%' : 760}
      title={t(isNew ? 'add' : 'edit')}
      footer={
        <div className={styles.foot}>
          <Button type="primary" loading={save.isPending} disabled={!changed} onClick={submit}>{t('editor.save')}</Button>
          <Button onClick={leave}>{t('editor.cancel')}</Button>
          {!isNew && <DeleteButton journey={journey} onDone={onClose} />}
        </div>
      }
    >
      <Faults error={save.error} />
      <Names draft={draft} isNew={isNew} onChange={setDraft} />
      <p className={styles.muted}>{t('editor.how')}</p>
      <ol className={styles.stages}>
        {draft.stages.map((stage, at) => <StageEditor key={stage.code} journey={draft} at={at} onChange={setDraft} />)}
      </ol>
      <Button icon={<PlusOutlined />} onClick={() => setDraft(addStage(draft))}>{t('editor.addStage')}</Button>
    </Drawer>
  );
}

function Names({ draft, isNew, onChange }: { draft: Journey; isNew: boolean; onChange: (journey: Journey) => void }) {
  const { t } = useTranslation('journeys');
  return (
    <Form layout="vertical" className={styles.names}>
      <Form.Item label={t('editor.nameZh')} htmlFor="journey-name_zh" required><Input id="journey-name_zh" value={draft.name_zh} maxLength={60} onChange={({ target }) => onChange({ ...draft, name_zh: target.value })} /></Form.Item>
      <Form.Item label={t('editor.nameEn')} htmlFor="journey-name_en" required><Input id="journey-name_en" value={draft.name_en} maxLength={60} onChange={({ target }) => onChange({ ...draft, name_en: target.value })} /></Form.Item>
      {isNew && <Form.Item label={t('editor.code')} htmlFor="journey-code" required extra={t('editor.codeHint')}><Input id="journey-code" value={draft.code} maxLength={40} onChange={({ target }) => onChange({ ...draft, code: target.value })} /></Form.Item>}
    </Form>
  );
}

/** What the server refused, each with where it stands. */
function Faults({ error }: { error: Error | null }) {
  const { t } = useTranslation('journeys');
  if (!error) return null;
  const fields = error instanceof ProblemError ? Object.entries(error.fields) : [];
  const where = (field: string): string => {
    const [, stage, , point] = /stages\.(\d+)(\.touchpoints\.(\d+))?/.exec(field) ?? [];
    if (stage === undefined) return '';
    return t(point === undefined ? 'editor.inStage' : 'editor.inTouchpoint', { stage: Number(stage) + 1, n: Number(point ?? 0) + 1 });
  };
  return <Alert type="error" className={styles.faults} title={error.message} description={fields.length > 0 && <ul>{fields.map(([field, words]) => <li key={field}>{where(field)} {words}</li>)}</ul>} />;
}

function DeleteButton({ journey, onDone }: { journey: Journey; onDone: () => void }) {
  const { t } = useTranslation('journeys');
  const { message } = App.useApp();
  const drop = useDeleteJourney();
  return (
    <Popconfirm title={t('editor.deleteSure')} okText={t('editor.delete')} cancelText={t('editor.cancel')} onConfirm={() => drop.mutate(journey.code, { onSuccess: onDone, onError: (error) => void message.error(error.message) })}>
      <Button danger type="text" className={styles.right}>{t('editor.delete')}</Button>
    </Popconfirm>
  );
}
