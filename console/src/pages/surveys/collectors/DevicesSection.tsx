import { Alert, App, Button, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdmitDevice, useDevices, useRevokeDevice, type Collector, type KioskDevice } from '@/api/collectors';
import { useSession } from '@/api/session';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { CopyLink } from './CopyLink';
import styles from './collectors.module.css';

/** Tablets that may answer here: let in by an address that is shown once, shut out when lost. */
export function DevicesSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const devices = useDevices(collector.id).data ?? [];
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('devices.title')}</h3>
      <p className={styles.muted}>{t('devices.hint')}</p>
      {can('survey.write') && <AdmitDevice collector={collector} />}
      <ul className={styles.list}>
        {devices.map((device) => <Device key={device.id} device={device} />)}
      </ul>
    </section>
  );
}

function Device({ device }: { device: KioskDevice }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const language = useLanguage();
  const revoke = useRevokeDevice();
  const seen = device.seen_at ? t('devices.seen', { at: formatInstant(device.seen_at, language) }) : t('devices.neverSeen');
  return (
    <li className={styles.row}>
      <span className={styles.grow}>{device.name} <span className={styles.muted}>{device.revoked_at ? t('devices.revoked') : seen}</span></span>
      {can('survey.write') && !device.revoked_at && (
        <Popconfirm title={t('devices.revokeSure', { name: device.name })} onConfirm={() => revoke.mutate(device.id)}><Button size="small" danger>{t('devices.revoke')}</Button></Popconfirm>
      )}
    </li>
  );
}

function AdmitDevice({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ name: string }>();
  const [url, setUrl] = useState<string>();
  const admit = useAdmitDevice(collector.id);
  const submit = ({ name }: { name: string }): void =>
    admit.mutate(name, { onSuccess: (device) => { setUrl(device.url); form.resetFields(); }, onError: (error) => void message.error(error.message) });
  return (
    <>
      <Form form={form} layout="inline" onFinish={submit}>
        <Form.Item name="name" label={t('devices.name')} rules={[{ required: true, whitespace: true, message: t('needed') }]}><Input maxLength={60} /></Form.Item>
        <Button htmlType="submit" loading={admit.isPending}>{t('devices.add')}</Button>
      </Form>
      {url && <Alert type="info" title={t('devices.openOnce')} description={<CopyLink url={url} />} />}
    </>
  );
}
