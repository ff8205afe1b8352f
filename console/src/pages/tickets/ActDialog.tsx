import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import { useAssignees, type TicketAct, type TicketDetail } from '@/api/tickets';
import { useLanguage } from '@/i18n';
import { useDraft } from '@/state/useDraft';

interface ActDialogProps {
  act: TicketAct;
  ticket: TicketDetail;
  busy: boolean;
  error: unknown;
  onRun: (body: Record<string, unknown>) => void;
  onCancel: () => void;
}

/** What an act needs to be told before it is done; what was typed survives closing the dialog. */
export function ActDialog({ act, ticket, busy, error, onRun, onCancel }: ActDialogProps) {
  const { t } = useTranslation('tickets');
  const [form] = Form.useForm<Record<string, unknown>>();
  const draft = useDraft(`ticket.${ticket.id}.${act}`);
  const fields = error instanceof ProblemError ? error.fields : {};
  const submit = (values: Record<string, unknown>): void => {
    draft.forget();
    onRun(values);
  };
  return (
    <Modal open title={t(`act.${act}`)} okText={t(`act.${act}`)} okButtonProps={{ loading: busy }} onOk={form.submit} onCancel={onCancel}>
      <Form form={form} layout="vertical" initialValues={{ contact: true, ...draft.read() }} onValuesChange={(_, all) => draft.keep(all)} onFinish={submit} validateTrigger="onBlur">
        {act === 'close' ? <CloseFields ticket={ticket} faults={fields} /> : <TextFields act={act} ticket={ticket} faults={fields} />}
      </Form>
    </Modal>
  );
}

type Faults = Record<string, string>;

function CloseFields({ ticket, faults }: { ticket: TicketDetail; faults: Faults }) {
  const { t } = useTranslation('tickets');
  const language = useLanguage();
  return (
    <>
      <Form.Item name="root_cause" label={t('close.cause')} rules={[{ required: true, message: t('close.causeNeeded') }]} help={faults.root_cause}>
        <Select placeholder={t('close.causePick')} options={ticket.root_causes.map((cause) => ({ value: cause.code, label: language === 'en' ? cause.en : cause.zh }))} />
      </Form.Item>
      <Form.Item name="action_taken" label={t('close.action')} rules={[{ required: true, whitespace: true, message: t('close.actionNeeded') }]} help={faults.action_taken}>
        <Input.TextArea rows={4} maxLength={5000} placeholder={t('close.actionHint')} />
      </Form.Item>
    </>
  );
}

function TextFields({ act, ticket, faults }: { act: TicketAct; ticket: TicketDetail; faults: Faults }) {
  const { t } = useTranslation('tickets');
  const people = useAssignees(ticket.id, act === 'transfer');
  return (
    <>
      {act === 'transfer' && (
        <Form.Item name="to_account" label={t('transfer.to')} rules={[{ required: true, message: t('transfer.needed') }]} help={faults.to_account}>
          <Select showSearch={{ optionFilterProp: 'label' }} loading={people.isPending} options={(people.data ?? []).map((person) => ({ value: person.id, label: person.name }))} />
        </Form.Item>
      )}
      <Form.Item name="text" label={t(`text.${act}`)} rules={act === 'comment' ? [{ required: true, whitespace: true, message: t('text.needed') }] : []}>
        <Input.TextArea autoFocus rows={4} maxLength={5000} />
      </Form.Item>
      {act === 'comment' && ticket.state !== 'closed' && (
        <Form.Item name="contact" valuePropName="checked" extra={ticket.first_response_at ? undefined : t('text.contactHint')}>
          <Checkbox>{t('text.contact')}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}
