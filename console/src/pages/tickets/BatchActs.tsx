import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAssignees, useTicketBatch, type BatchOutcome } from '@/api/tickets';
import { formatCount } from '@/format/number';
import styles from './tickets.module.css';

/** What can be done with the tickets chosen; those that were refused stay chosen, each with its reason. */
export function BatchActs({ numbers, onDone }: { numbers: string[]; onDone: (refused: string[]) => void }) {
  const { t } = useTranslation('tickets');
  const { message, modal } = App.useApp();
  const [transferring, setTransferring] = useState(false);
  const batch = useTicketBatch();
  const tell = (act: 'take' | 'transfer', { done, refused }: BatchOutcome): void => {
    setTransferring(false);
    onDone(refused.map((each) => each.number));
    const summary = t('batch.done', { act: t(`act.${act}`), n: formatCount(done.length) });
    if (refused.length === 0) void message.success(summary);
    else modal.warning({ title: `${summary}${t('batch.refused', { n: formatCount(refused.length) })}`, content: <Refused outcome={refused} /> });
  };
  const run = (act: 'take' | 'transfer', more: { to_account?: number; text?: string } = {}): void =>
    batch.mutate({ act, numbers, text: '', ...more }, { onSuccess: (outcome) => tell(act, outcome), onError: (error) => void message.error(error.message) });
  return (
    <>
      <Button size="small" type="primary" loading={batch.isPending} onClick={() => run('take')}>{t('act.take')}</Button>
      <Button size="small" disabled={batch.isPending} onClick={() => setTransferring(true)}>{t('act.transfer')}</Button>
      {transferring && <TransferMany like={numbers[0]!} n={numbers.length} busy={batch.isPending} onRun={(values) => run('transfer', values)} onCancel={() => setTransferring(false)} />}
    </>
  );
}

function Refused({ outcome }: { outcome: BatchOutcome['refused'] }) {
  return <ul className={styles.refused}>{outcome.map((each) => <li key={each.number}><strong>{each.number}</strong> {each.message}</li>)}</ul>;
}

interface TransferManyProps {
  /** Whoever may work on this one is offered; the server refuses them for units that are not theirs. */
  like: string;
  n: number;
  busy: boolean;
  onRun: (values: { to_account: number; text: string }) => void;
  onCancel: () => void;
}

function TransferMany({ like, n, busy, onRun, onCancel }: TransferManyProps) {
  const { t } = useTranslation('tickets');
  const [form] = Form.useForm<{ to_account: number; text: string }>();
  const people = useAssignees(like, true);
  return (
    <Modal open title={t('batch.transfer', { n: formatCount(n) })} okText={t('act.transfer')} okButtonProps={{ loading: busy }} onOk={form.submit} onCancel={onCancel}>
      <Form form={form} layout="vertical" initialValues={{ text: '' }} onFinish={onRun}>
        <Form.Item name="to_account" label={t('transfer.to')} rules={[{ required: true, message: t('transfer.needed') }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} loading={people.isPending} options={(people.data ?? []).map((person) => ({ value: person.id, label: person.name }))} />
        </Form.Item>
        <Form.Item name="text" label={t('text.transfer')}><Input.TextArea rows={3} maxLength={5000} /></Form.Item>
      </Form>
    </Modal>
  );
}
