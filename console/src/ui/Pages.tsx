import { Button, Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/format/number';
import type { Paging } from './table';
import styles from './DataTable.module.css';

/** The way through a list's pages, by number or by cursor as the server gives them. */
export function Pages({ paging }: { paging: Paging }) {
  const { t } = useTranslation('ui');
  if (paging.kind === 'number') {
    return <Pagination size="small" align="end" showSizeChanger={false} current={paging.page} pageSize={paging.size} total={paging.total} onChange={paging.onPage} showTotal={(total) => t('table.total', { n: formatCount(total) })} />;
  }
  if (paging.page === 1 && !paging.hasNext && paging.total == null) return null;
  return (
    <nav className={styles.pages} aria-label={t('table.pages')}>
      {paging.total != null && <span>{t('table.total', { n: formatCount(paging.total) })}</span>}
      <Button size="small" disabled={paging.page === 1} onClick={paging.onPrevious}>{t('table.previous')}</Button>
      <span>{t('table.page', { page: paging.page })}</span>
      <Button size="small" disabled={!paging.hasNext} onClick={paging.onNext}>{t('table.next')}</Button>
    </nav>
  );
}
