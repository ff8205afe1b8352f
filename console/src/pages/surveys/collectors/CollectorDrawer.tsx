import { App, Button, Form, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeCollector, useCollector, useSetOpen, type Collector } from '@/api/collectors';
import { ProblemError } from '@/api/problem';
import { useSession } from '@/api/session';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { ErrorState } from '@/ui/States';
import { StatusTag } from '../StatusTag';
import { CodesSection } from './CodesSection';
import { DevicesSection } from './DevicesSection';
import { EmbedSection } from './EmbedSection';
import { LinkSection } from './LinkSection';
import { SignedLinksSection } from './SignedLinksSection';
import { fromCollector, LookFields, TermsFields, toTerms, type TermsForm } from './TermsFields';
import styles from './collectors.module.css';

interface CollectorDrawerProps {
  openId: string | undefined;
  ids: string[];
  onMove: (id: string | undefined) => void;
}

/** One collector: what it hands out, by its kind, and its terms. */
export function CollectorDrawer({ openId, ids, onMove }: CollectorDrawerProps) {
  const { t } = useTranslation('collectors');
  const { data, error, refetch } = useCollector(openId === undefined ? undefined : Number(openId));
  const title = data ? <>{data.unit.name} · {t(`kind.${data.kind}`, { defaultValue: data.kind })} <StatusTag status={data.status} /></> : '';
  return (
    <DetailDrawer openId={openId} ids={ids} title={title} onMove={onMove} actions={data && <OpenSwitch collector={data} />}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton active />}
      {data && <Contents key={data.id} collector={data} />}
    </DetailDrawer>
  );
}

function OpenSwitch({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const { message } = App.useApp();
  const setOpen = useSetOpen(collector.id);
  if (!can('survey.write')) return null;
  const isOpen = collector.status === 'open';
  return <Button danger={isOpen} loading={setOpen.isPending} onClick={() => setOpen.mutate(!isOpen, { onError: (error) => void message.error(error.message) })}>{t(isOpen ? 'close' : 'reopen')}</Button>;
}

/** Kinds whose address goes to people by programs of the company. */
const SIGNABLE = new Set(['link', 'qr']);

function Contents({ collector }: { collector: Collector }) {
  const { can } = useSession();
  return (
    <div className={styles.sections}>
      {collector.kind !== 'receipt' && collector.kind !== 'api' && collector.kind !== 'kiosk' && <LinkSection collector={collector} />}
      {collector.kind === 'embed' && <EmbedSection collector={collector} />}
      {collector.kind === 'receipt' && <CodesSection collector={collector} />}
      {collector.kind === 'kiosk' && <DevicesSection collector={collector} />}
      {collector.kind === 'api' && <ApiSection collector={collector} />}
      {can('survey.write') && SIGNABLE.has(collector.kind) && <SignedLinksSection collector={collector} />}
      <TermsSection collector={collector} />
    </div>
  );
}

function ApiSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  return (
    <section>
      <h3 className={styles.heading}>{t('kind.api')}</h3>
      <p>{t('apiHint')}</p>
      <pre className={styles.code}>{`POST /api/v1/collectors/${collector.id}/links\n{"order_number": "T2026-0001"}`}</pre>
    </section>
  );
}

function TermsSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<TermsForm>();
  const [touched, setTouched] = useState(false);
  const guard = useLeaveGuard(touched);
  const change = useChangeCollector(collector.id);
  const faults = change.error instanceof ProblemError ? change.error.fields : {};
  const may = can('survey.write') && collector.kind !== 'invitation';
  const submit = (values: TermsForm): void =>
    change.mutate(toTerms(collector.kind, values), {
      onSuccess: () => { guard.release(); setTouched(false); void message.success(t('saved')); },
      onError: (error) => void message.error(error.message),
    });
  return (
    <section>
      <h3 className={styles.heading}>{t('terms')}</h3>
      <Form form={form} layout="vertical" disabled={!may} initialValues={fromCollector(collector)} onValuesChange={() => setTouched(true)} onFinish={submit} validateTrigger="onBlur">
        <TermsFields kind={collector.kind} faults={faults} />
        {collector.kind === 'embed' && <LookFields faults={faults} />}
        {may && <Button type="primary" htmlType="submit" loading={change.isPending} disabled={!touched}>{t('save')}</Button>}
      </Form>
    </section>
  );
}
