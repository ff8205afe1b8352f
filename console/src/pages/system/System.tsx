import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/session';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { AuditList } from './AuditList';
import { FigureRules } from './FigureRules';
import { Health } from './Health';
import { SetAside } from './SetAside';

const TABS = ['health', 'aside', 'figures', 'audit'] as const;
const PARAMS = { tab: param.choice(TABS, 'health') };

/** The machine room: is everything keeping up, what was set aside, who changed what. */
export default function System() {
  const { t } = useTranslation('system');
  const { can } = useSession();
  const [{ tab }, set] = useUrlState(PARAMS);
  const items = [
    { key: 'health', label: t('tab.health'), children: <Health /> },
    { key: 'aside', label: t('tab.aside'), children: <SetAside /> },
    { key: 'figures', label: t('tab.figures'), children: <FigureRules /> },
    ...(can('audit.read') ? [{ key: 'audit', label: t('tab.audit'), children: <AuditList /> }] : []),
  ];
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs activeKey={tab} onChange={(key) => set({ tab: key as (typeof TABS)[number] }, { push: true })} destroyOnHidden items={items} />
    </>
  );
}
