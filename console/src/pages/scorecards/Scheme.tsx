import { Button, InputNumber, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { valueUnit } from '@/api/metrics';
import { isSinceEver, useScheme, useTryOut, type SchemeItem, type SchemeVersion, type TryOut } from '@/api/assessment';
import { useSession } from '@/api/session';
import { formatValue } from '@/format/number';
import { formatInstant, today } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { PublishButton } from './PublishButton';
import { Moved } from './Scorecards';
import styles from './scorecards.module.css';

const PARAMS = { month: param.optional() };

/** A scheme: its items and weights, its versions, and what another weighting would make of a month. */
export default function Scheme() {
  const { t } = useTranslation('scorecards');
  const { key = '' } = useParams();
  const [{ month }] = useUrlState(PARAMS);
  const { data, error, refetch } = useScheme(key);
  const inForce = data?.versions.find((version) => version.in_force) ?? data?.versions[0];
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (!inForce) return <EmptyState title={t('noVersion')} />;
  return (
    <>
      <PageHeader title={t('schemeTitle')} crumbs={[{ label: t('title'), to: '/scorecards' }]} note={isSinceEver(inForce) ? t('versionNoteEver', { number: inForce.number }) : t('versionNote', { number: inForce.number, from: formatMonth(inForce.effective_from) })} />
      <WhatIf schemeKey={key} version={inForce} month={month ?? today().format('YYYY-MM')} />
      <Versions versions={data.versions} />
    </>
  );
}

/** Versions take effect with a month: 2026-03-01 reads 2026-03. */
function formatMonth(day: string): string {
  return day.slice(0, 7);
}

function WhatIf({ schemeKey, version, month }: { schemeKey: string; version: SchemeVersion; month: string }) {
  const { t } = useTranslation('scorecards');
  const { can } = useSession();
  const [scope] = useScope();
  const [items, setItems] = useState(version.items);
  const guard = useLeaveGuard(items !== version.items);
  const tryOut = useTryOut(schemeKey);
  const sum = items.reduce((total, item) => total + Number(item.weight), 0);
  const valid = Math.abs(sum - 100) < 0.005;
  const may = can('scheme.write');
  return (
    <div className={styles.scheme}>
      <section className={styles.panel} aria-label={t('items')}>
        <h2>{t('items')}</h2>
        <ItemEditor items={items} disabled={!may} onChange={setItems} />
        <p className={valid ? styles.sum : `${styles.sum} ${styles.wrong}`}>{t(valid ? 'sum' : 'sumWrong', { sum })}</p>
        <div className={styles.row}>
          <Button type="primary" disabled={!may || !valid} loading={tryOut.isPending} title={may ? undefined : t('mayNot')} onClick={() => tryOut.mutate({ items, month, unit: scope.unit })}>{t('tryOut', { month })}</Button>
          {may && <PublishButton schemeKey={schemeKey} items={items} disabled={!valid} onPublished={guard.release} />}
          <Button type="text" onClick={() => setItems(version.items)}>{t('restore')}</Button>
        </div>
      </section>
      <section className={styles.panel} aria-label={t('result')}>
        <h2>{t('result')}</h2>
        {tryOut.error ? <ErrorState compact error={tryOut.error} /> : tryOut.data ? <TryOutTable result={tryOut.data} /> : <EmptyState compact title={t('resultEmpty')} hint={t('resultHint')} />}
      </section>
    </div>
  );
}

function ItemEditor({ items, disabled, onChange }: { items: SchemeItem[]; disabled: boolean; onChange: (items: SchemeItem[]) => void }) {
  const { t } = useTranslation('scorecards');
  const language = useLanguage();
  const change = (key: string, patch: Partial<SchemeItem>): void => onChange(items.map((item) => (item.key === key ? { ...item, ...patch } : item)));
  return (
    <div className={styles.weights}>
      <span className={styles.muted}>{t('item')}</span>
      <span className={styles.muted}>{t('weight')}</span>
      <span className={styles.muted}>{t('minimumN')}</span>
      {items.map((item) => {
        const name = language === 'en' ? item.name_en : item.name_zh;
        return [
          <span key={`${item.key} name`}>{name} <span className={styles.muted}>{t('target', { target: formatValue(item.target, valueUnit(item.metric), language) })}</span></span>,
          <InputNumber key={`${item.key} weight`} min={0} max={100} disabled={disabled} aria-label={`${name} ${t('weight')}`} value={Number(item.weight)} onChange={(weight) => change(item.key, { weight: weight ?? 0 })} />,
          <InputNumber key={`${item.key} n`} min={1} max={10000} precision={0} disabled={disabled} aria-label={`${name} ${t('minimumN')}`} value={item.min_n} onChange={(n) => change(item.key, { min_n: n ?? 1 })} />,
        ];
      })}
    </div>
  );
}

function TryOutTable({ result }: { result: TryOut }) {
  const { t } = useTranslation('scorecards');
  type Trial = TryOut['items'][number];
  const columns: Column<Trial>[] = [
    { key: 'unit', title: t('column.unit'), render: (trial) => trial.unit.name },
    { key: 'before', title: t('before'), align: 'right', render: (trial) => trial.before.total?.toFixed(1) ?? '–' },
    { key: 'after', title: t('after'), align: 'right', render: (trial) => trial.after.total?.toFixed(1) ?? '–' },
    { key: 'change', title: t('changeTried'), align: 'right', render: (trial) => <Moved change={trial.change} /> },
  ];
  const rows = [...result.items].sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0));
  return <DataTable name="what-if" label={t('result')} columns={columns} rows={rows.slice(0, 100)} rowKey={(trial) => trial.unit.code} empty={<EmptyState compact title={t('empty.title')} />} />;
}

function Versions({ versions }: { versions: SchemeVersion[] }) {
  const { t } = useTranslation('scorecards');
  const language = useLanguage();
  const columns: Column<SchemeVersion>[] = [
    { key: 'number', title: t('version.number'), render: (version) => <>{version.number} {version.in_force && <Tag color="processing">{t('version.inForce')}</Tag>}</> },
    { key: 'from', title: t('version.from'), render: (version) => (isSinceEver(version) ? t('version.ever') : formatMonth(version.effective_from)) },
    { key: 'published', title: t('version.published'), render: (version) => formatInstant(version.published_at, language) },
    { key: 'by', title: t('version.by'), render: (version) => version.published_by ?? t('version.system') },
    { key: 'note', title: t('version.note'), render: (version) => version.note },
  ];
  return (
    <section style={{ marginTop: 20 }}>
      <DataTable name="scheme-versions" label={t('version.title')} toolbar={<h2 style={{ fontSize: 15 }}>{t('version.title')}</h2>} columns={columns} rows={versions} rowKey={(version) => String(version.number)} empty={null} />
    </section>
  );
}
