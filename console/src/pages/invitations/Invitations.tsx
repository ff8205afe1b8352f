import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { BatchList } from './BatchList';
import { FunnelTab } from './FunnelTab';
import { RulesTab } from './RulesTab';
import { TriggerList } from './TriggerList';

const TABS = ['batches', 'triggers', 'funnel', 'rules'] as const;
const PARAMS = { tab: param.choice(TABS, 'batches') };

/** Who is asked, when, by which channel, and how far they come. */
export default function Invitations() {
  const { t } = useTranslation('invitations');
  const [{ tab }, set] = useUrlState(PARAMS);
  const contents = { batches: <BatchList />, triggers: <TriggerList />, funnel: <FunnelTab />, rules: <RulesTab /> };
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs activeKey={tab} onChange={(key) => set({ tab: key as (typeof TABS)[number] }, { push: true })} destroyOnHidden items={TABS.map((key) => ({ key, label: t(`tab.${key}`), children: contents[key] }))} />
    </>
  );
}
