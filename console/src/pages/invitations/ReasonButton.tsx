import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ReasonButtonProps {
  label: string;
  title: string;
  onDone: (reason: string) => Promise<unknown>;
}

/** An act that asks why, because the reason stands in the audit trail. */
export function ReasonButton({ label, title, onDone }: ReasonButtonProps) {
  const { t } = useTranslation('invitations');
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await onDone(reason.trim());
      setOpen(false);
      setReason('');
      void message.success(t('saved'));
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{label}</Button>
      <Modal open={open} title={title} okText={label} okButtonProps={{ disabled: !reason.trim(), loading: busy }} onOk={() => void run()} onCancel={() => setOpen(false)}>
        <Input.TextArea aria-label={t('blocked.because')} placeholder={t('blocked.because')} rows={2} maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Modal>
    </>
  );
}
