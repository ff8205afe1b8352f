import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { valueUnit } from '@/api/metrics';
import type { OpenedItem, ScorecardItem } from '@/api/assessment';
import { formatCount, formatInterval, formatValue, type Language } from '@/format/number';
import styles from './ScoreItems.module.css';

/** Names of the server's drill parameters where the console's address has other ones. */
function drillLink(item: OpenedItem): string {
  const search = new URLSearchParams({ period: 'custom' });
  for (const [name, value] of Object.entries(item.drill.filter)) {
    if (value === null || value === undefined) continue;
    search.set(name, name === 'authentic' ? '1' : Array.isArray(value) ? value.join(',') : String(value));
  }
  if (item.drill.lists === 'tickets') search.set('state', 'all');
  return `/${item.drill.lists}?${search.toString()}`;
}

/** What a scorecard is made of: each figure against its target, what it brought and what it could still bring. */
export function ScoreItems({ items, language }: { items: OpenedItem[]; language: Language }) {
  return (
    <ul className={styles.items}>
      {items.map((item) => <li key={item.key}><Item item={item} language={language} /></li>)}
    </ul>
  );
}

function Item({ item, language }: { item: OpenedItem; language: Language }) {
  const { t } = useTranslation('assessment');
  const unit = valueUnit(item.metric);
  return (
    <Link to={drillLink(item)} className={styles.item}>
      <span className={styles.head}>
        <span>{language === 'en' ? item.name_en : item.name_zh}</span>
        <ItemPoints item={item} />
      </span>
      <span className={styles.track} aria-hidden="true"><span className={styles.bar} style={{ width: `${item.weight_used ? (item.contribution / item.weight_used) * 100 : 0}%` }} /></span>
      <span className={styles.notes}>
        <span>{t('item.value', { value: formatValue(item.value, unit, language), target: formatValue(item.target, unit, language) })}</span>
        {item.low !== null && item.high !== null && <span>{formatInterval(item.low, item.high, unit, language)}</span>}
        <span>n={formatCount(item.n)}</span>
        {item.n_all > item.n && <span>{t('item.all', { value: formatValue(item.value_all, unit, language), n: formatCount(item.n_all - item.n) })}</span>}
        {item.lost > 0 && item.left_out === null && <span className={styles.lost}>{t('item.lost', { points: item.lost.toFixed(1) })}</span>}
      </span>
    </Link>
  );
}

/** Points brought of points possible, or why the item gave its weight back. */
export function ItemPoints({ item }: { item: ScorecardItem }) {
  const { t } = useTranslation('assessment');
  if (item.left_out) return <span className={styles.out} title={t('leftOutHint')}>{t(`leftOut.${item.left_out}`, { n: item.min_n })}</span>;
  return <span className={styles.points}>{item.contribution.toFixed(1)}<small> / {item.weight_used.toFixed(0)}</small></span>;
}
