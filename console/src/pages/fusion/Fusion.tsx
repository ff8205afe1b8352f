import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { ExpensiveTab } from './ExpensiveTab';
import { MatrixTab } from './MatrixTab';

const PARAMS = { tab: param.choice(['matrix', 'expensive'], 'matrix') };

/** What people say laid beside what they buy. */
export default function Fusion() {
  const { t } = useTranslation('fusion');
  const [{ tab }, set] = useUrlState(PARAMS);
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      <Tabs
        activeKey={tab}
        onChange={(key) => set({ tab: key as 'matrix' | 'expensive' }, { push: true })}
        destroyOnHidden
        items={[
          { key: 'matrix', label: t('tab.matrix'), children: <MatrixTab /> },
          { key: 'expensive', label: t('tab.expensive'), children: <ExpensiveTab /> },
        ]}
      />
    </>
  );
}
