import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, read } from '@/api/http';
import { useSession, type Unit, type UnitRef } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { pathTo } from '@/ui/unitTree';
import styles from './org.module.css';

interface Membership {
  parent: UnitRef | null;
  valid_from: string;
  valid_to: string | null;
}

/** One unit: what it is, where it stands, and where it stood. */
export function UnitPanel({ unit, onMove }: { unit: Unit; onMove: () => void }) {
  const { t } = useTranslation('org');
  const terms = useTerms();
  const { units, can } = useSession();
  const facts: [string, string][] = [
    [t('fact.code'), unit.code],
    [t('fact.kind'), terms.unitKind(unit.kind)],
    [t('fact.status'), terms.unitStatus(unit.status)],
    [t('fact.path'), pathTo(units, unit.code).map((each) => each.name).join(' › ')],
    [t('fact.opened'), unit.opened_on ?? '–'],
    ...Object.entries(unit.attributes).map(([name, value]): [string, string] => [terms.attribute(name), String(value)]),
  ];
  return (
    <div className={styles.unit}>
      <h2>{unit.name}</h2>
      <dl className={styles.facts}>{facts.map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}</dl>
      <div className={styles.row}>
        {can('dashboard.read') && <Link to={`/overview?unit=${unit.code}`}><Button>{t('overview')}</Button></Link>}
        <Button disabled={!can('org.write') || unit.parent === null} title={can('org.write') ? undefined : t('mayNot')} onClick={onMove}>{t('move.label')}</Button>
      </div>
      <History code={unit.code} />
    </div>
  );
}

function History({ code }: { code: string }) {
  const { t } = useTranslation('org');
  const { data } = useQuery({ queryKey: ['unit-history', code], queryFn: ({ signal }) => read<Membership[]>(api.GET('/api/v1/units/{code}/history', { params: { path: { code } }, signal })) });
  if (!data) return <Skeleton active paragraph={{ rows: 2 }} />;
  return (
    <section>
      <h3>{t('history.title')}</h3>
      <ul>
        {data.map((each) => (
          <li key={each.valid_from + (each.parent?.code ?? '')}>
            {t('history.line', { from: each.valid_from, to: each.valid_to ?? t('history.now'), parent: each.parent?.name ?? t('history.top') })}
          </li>
        ))}
      </ul>
    </section>
  );
}
