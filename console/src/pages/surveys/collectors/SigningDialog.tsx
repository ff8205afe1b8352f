import { App, Button, Form, Modal, Popconfirm, Radio, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDemandSignatures, useLinkKey, useLinkSigning, useRenewLinkKey, type LinkSigning } from '@/api/collectors';
import { CopyButton } from './CopyLink';
import styles from './collectors.module.css';

interface SigningForm {
  demanded: string[];
  refuses_unsigned: boolean;
}

/** Which parameters of its links the survey believes only when signed, and the key for programs that sign. */
export function SigningDialog({ survey, onDone }: { survey: string; onDone: () => void }) {
  const { t } = useTranslation('collectors');
  const { data } = useLinkSigning(survey);
  const [form] = Form.useForm<SigningForm>();
  return (
    <Modal open title={t('signing.title')} okText={t('save')} okButtonProps={{ disabled: !data?.may_write }} onOk={form.submit} onCancel={onDone}>
      {data ? <Contents survey={survey} signing={data} form={form} onDone={onDone} /> : <Skeleton active />}
    </Modal>
  );
}

function Contents({ survey, signing, form, onDone }: { survey: string; signing: LinkSigning; form: ReturnType<typeof Form.useForm<SigningForm>>[0]; onDone: () => void }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const demand = useDemandSignatures(survey);
  const save = (values: SigningForm): void => demand.mutate(values, { onSuccess: () => { void message.success(t('saved')); onDone(); }, onError: (error) => void message.error(error.message) });
  return (
    <>
      <p className={styles.muted}>{t('signing.note')}</p>
      <Form form={form} layout="vertical" disabled={!signing.may_write} initialValues={signing} onFinish={save}>
        <Form.Item name="demanded" label={t('signing.demanded')} extra={t('signing.demandedHint')}>
          <Select mode="multiple" options={signing.parameters.map((value) => ({ value, label: t(`param.${value}`, { defaultValue: value }) }))} />
        </Form.Item>
        <Form.Item name="refuses_unsigned" label={t('signing.unsigned')}>
          <Radio.Group options={[{ value: false, label: t('signing.ignore') }, { value: true, label: t('signing.refuse') }]} />
        </Form.Item>
      </Form>
      {signing.may_write ? <Key survey={survey} /> : <p className={styles.muted}>{t('signing.mayNot')}</p>}
    </>
  );
}

/** For a CRM that makes links by itself. Every look is noted. */
function Key({ survey }: { survey: string }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const key = useLinkKey(survey);
  const renew = useRenewLinkKey(survey);
  const change = (): void => renew.mutate(undefined, { onSuccess: () => { key.reset(); void message.success(t('signing.renewed')); }, onError: (error) => void message.error(error.message) });
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('signing.key')}</h3>
      <p className={styles.muted}>{t('signing.keyHint')}</p>
      {key.data && <span className={styles.link}><code className={styles.key}>{key.data.key}</code><CopyButton text={key.data.key} /></span>}
      <div className={styles.row}>
        {!key.data && <Button loading={key.isPending} onClick={() => key.mutate(undefined, { onError: (error) => void message.error(error.message) })}>{t('signing.show')}</Button>}
        <Popconfirm title={t('signing.renewSure')} okText={t('signing.renew')} okButtonProps={{ danger: true }} onConfirm={change}><Button danger loading={renew.isPending}>{t('signing.renew')}</Button></Popconfirm>
      </div>
    </section>
  );
}
