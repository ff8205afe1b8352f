import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { BatchList } from './BatchList';
import { BlockedTab } from './BlockedTab';
import { FunnelTab } from './FunnelTab';
import { OptOutsTab } from './OptOutsTab';
import { RulesTab } from './RulesTab';
import { TriggerList } from './TriggerList';

const TABS = ['batches', 'triggers', 'funnel', 'rules', 'blocked', 'optOuts'] as const;
const PARAMS = { tab: param.choice(TABS, 'batches') };

/** Who is asked, when, by which channel, and how far they come. */
export default function Invitations() {
  const { t } = useTranslation('invitations');
  const [{ tab }, set] = useUrlState(PARAMS);
  const contents = { batches: <BatchList />, triggers: <TriggerList />, funnel: <FunnelTab />, rules: <RulesTab />, blocked: <BlockedTab />, optOuts: <OptOutsTab /> };
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs activeKey={tab} onChange={(key) => set({ tab: key as (typeof TABS)[number] }, { push: true })} destroyOnHidden items={TABS.map((key) => ({ key, label: t(`tab.${key}`), children: contents[key] }))} />
    </>
  );
}
