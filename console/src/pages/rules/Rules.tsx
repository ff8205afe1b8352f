import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/session';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { AlertList } from './AlertList';
import { PolicyList } from './PolicyList';
import { RuleList } from './RuleList';

const TABS = ['rules', 'deadlines', 'alerts'] as const;
const PARAMS = { tab: param.choice(TABS, 'rules') };

/** What sets off an alert, how long its ticket may take, and what was set off. */
export default function Rules() {
  const { t } = useTranslation('rules');
  const { can } = useSession();
  const [{ tab }, set] = useUrlState(PARAMS);
  const items = [
    { key: 'rules', label: t('tab.rules'), children: <RuleList /> },
    { key: 'deadlines', label: t('tab.deadlines'), children: <PolicyList /> },
    ...(can('ticket.read') ? [{ key: 'alerts', label: t('tab.alerts'), children: <AlertList /> }] : []),
  ];
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs activeKey={tab} onChange={(key) => set({ tab: key as (typeof TABS)[number] }, { push: true })} destroyOnHidden items={items} />
    </>
  );
}
