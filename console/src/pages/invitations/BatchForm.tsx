import { App, Button, DatePicker, Form, InputNumber, Popconfirm, Spin } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBatch, usePreviewBatch, useSaveBatch, useStartBatch, type Batch } from '@/api/invitations';
import { ProblemError } from '@/api/problem';
import { useSession } from '@/api/session';
import { formatCount } from '@/format/number';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { AskingFields } from './AskingFields';
import { Narrowing } from './Narrowing';
import { PeopleFields } from './PeopleFields';
import { askingValues, batchWish, newAsking, type BatchValues } from './values';
import styles from './invitations.module.css';

const valuesOf = (batch: Batch | undefined, unit: string | undefined): BatchValues => ({ ...(batch ? askingValues(batch) : newAsking(unit)), people: batch?.people.filter ?? {}, per_minute: batch?.per_minute });

/** A draft: who, what, by which channel; what every rule leaves of them; and then it goes. */
export function BatchForm({ batch, onMade }: { batch: Batch | undefined; onMade: (id: string | undefined) => void }) {
  const { t } = useTranslation('invitations');
  const { me } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<BatchValues>();
  const [touched, setTouched] = useState(false);
  const [byFile, setByFile] = useState(Boolean(batch?.people.file));
  const [file, setFile] = useState<File>();
  const guard = useLeaveGuard(touched);
  const save = useSaveBatch();
  const count = usePreviewBatch();
  const shown = useBatch(batch?.id, true).data ?? batch;
  const reading = shown?.state === 'reading';
  const faults = save.error instanceof ProblemError ? save.error.fields : {};
  // All that is stored, also what is not shown while people come from a list.
  const submit = (): void =>
    save.mutate({ draft: batch, wish: batchWish(form.getFieldsValue(true) as BatchValues, byFile), file: byFile ? file : undefined }, {
      onSuccess: (saved) => {
        guard.release();
        setTouched(false);
        if (saved.state === 'draft') count.mutate(saved.id);
        if (!batch) onMade(saved.id);
      },
      onError: (error) => void message.error(error.message),
    });
  return (
    <Form form={form} layout="vertical" initialValues={valuesOf(batch, me.units_root[0]?.code)} onValuesChange={() => setTouched(true)} onFinish={submit} disabled={reading}>
      <AskingFields faults={faults} />
      <PeopleFields batch={shown} byFile={byFile} file={file} onMode={(mode) => { setByFile(mode); setTouched(true); }} onFile={(chosen) => { setFile(chosen); setTouched(true); }} />
      <Form.Item<BatchValues> name="per_minute" label={t('field.perMinute')} extra={t('field.perMinuteHint')} help={faults.per_minute}><InputNumber min={1} max={100_000} precision={0} /></Form.Item>
      <div className={styles.acts}>
        <Button htmlType="submit" type={touched || !shown?.preview ? 'primary' : 'default'} loading={save.isPending || count.isPending}>{t('batch.count')}</Button>
      </div>
      {reading && <Counting words={t('batch.reading')} />}
      {shown && !reading && !touched && (shown.preview ? <><Narrowing preview={shown.preview} /><Start batch={shown} /></> : <Recount batch={shown} onCount={() => count.mutate(shown.id)} asked={count.isPending || count.isSuccess} />)}
    </Form>
  );
}

/** A list has been read, or an earlier count was dropped: counting is asked for by hand. */
function Recount({ batch, onCount, asked }: { batch: Batch; onCount: () => void; asked: boolean }) {
  const { t } = useTranslation('invitations');
  if (asked) return <Counting words={t('batch.counting')} />;
  const ready = batch.people.filter !== null || batch.people.listed > 0;
  return <div className={styles.acts}><Button disabled={!ready} onClick={onCount}>{t('batch.recount')}</Button></div>;
}

function Counting({ words }: { words: string }) {
  return <p className={styles.muted} role="status"><Spin size="small" /> {words}</p>;
}

function Start({ batch }: { batch: Batch }) {
  const { t } = useTranslation('invitations');
  const { message } = App.useApp();
  const [at, setAt] = useState<Dayjs | null>(null);
  const start = useStartBatch();
  const n = (batch.preview?.send ?? 0) + (batch.preview?.wait ?? 0);
  const go = (): void => start.mutate({ batch, startsAt: at ? at.toISOString() : null }, { onSuccess: () => void message.success(t('batch.started')), onError: (error) => void message.error(error.message) });
  return (
    <div className={styles.acts}>
      <DatePicker showTime={{ format: 'HH:mm' }} value={at} onChange={setAt} placeholder={t('batch.now')} aria-label={t('batch.startsAt')} />
      <Popconfirm title={t('batch.confirm', { n: formatCount(n) })} okText={t('batch.send')} onConfirm={go} disabled={n === 0}>
        <Button type="primary" disabled={n === 0} loading={start.isPending}>{at ? t('batch.schedule') : t('batch.sendTo', { n: formatCount(n) })}</Button>
      </Popconfirm>
    </div>
  );
}
