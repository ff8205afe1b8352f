import { DownloadOutlined, LineChartOutlined, TableOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, ChartSkeleton } from '@/charts/Chart';
import type { ChartPick } from '@/charts/EChart';
import { save, savePng, toCsv, type ChartTable } from '@/charts/export';
import { useChartColours } from '@/charts/style';
import { formatCount } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { EmptyState, ErrorState } from './States';
import styles from './ChartFrame.module.css';

interface ChartFrameProps {
  /** The finding's subject. */
  title: string;
  /** What is measured and how to read the marks. */
  note?: ReactNode;
  n?: number;
  asOf?: string | null;
  option?: EChartsCoreOption;
  table?: ChartTable;
  height?: number;
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  empty?: string;
  onPick?: (pick: ChartPick) => void;
  /** Drawn in place of an ECharts option, for pictures that are plain HTML. */
  children?: ReactNode;
  extra?: ReactNode;
}

/** A picture with its title, n, as-of, the same as a table, and both as files. */
export function ChartFrame(props: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={styles.frame} aria-label={props.title} aria-busy={props.loading}>
      <header className={styles.head}>
        <div className={styles.names}>
          <h2 className={styles.title}>{props.title}</h2>
          {props.note && <p className={styles.note}>{props.note}</p>}
        </div>
        <div className={styles.tools}>
          {props.extra}
          {props.table && <FrameTools {...props} table={props.table} asTable={asTable} onTable={setAsTable} />}
        </div>
      </header>
      <FrameBody {...props} asTable={asTable} />
      <FrameFoot n={props.n} asOf={props.asOf} />
    </section>
  );
}

function FrameBody(props: ChartFrameProps & { asTable: boolean }) {
  const { t } = useTranslation('ui');
  const { height = 280, table, option } = props;
  if (props.error) return <ErrorState compact error={props.error} onRetry={props.onRetry} />;
  if (props.loading) return <ChartSkeleton height={height} />;
  if (table && table.rows.length === 0) return <EmptyState compact title={props.empty ?? t('chart.empty')} />;
  if (props.asTable && table) return <PlainTable table={table} label={props.title} onPick={props.onPick && ((index) => props.onPick?.({ index, series: '' }))} />;
  if (option) return <Chart option={option} height={height} label={describe(props.title, table)} onPick={props.onPick} />;
  return <>{props.children}</>;
}

const DESCRIBED_ROWS = 12;

/** The picture in words: its title and its first rows. */
function describe(title: string, table: ChartTable | undefined): string {
  const rows = table?.rows.slice(0, DESCRIBED_ROWS).map((row) => row.map((cell, at) => `${table.columns[at] ?? ''} ${cell ?? '–'}`).join(' ')) ?? [];
  return [title, ...rows].join(' · ');
}

function FrameFoot({ n, asOf }: { n?: number; asOf?: string | null }) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  if (n === undefined && !asOf) return null;
  return (
    <footer className={styles.foot}>
      {n !== undefined && <span>n={formatCount(n)}</span>}
      {asOf && <span>{t('chart.asOf', { at: formatInstant(asOf, language) })}</span>}
    </footer>
  );
}

function FrameTools({ title, option, table, height = 280, asTable, onTable }: ChartFrameProps & { table: ChartTable; asTable: boolean; onTable: (on: boolean) => void }) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const { surface } = useChartColours();
  const choose = (key: string): void => {
    if (key === 'csv') save(new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' }), `${title}.csv`);
    else if (option) void savePng(option, `${title}.png`, { width: 960, height: Math.max(height, 320) }, surface, language);
  };
  const items = [{ key: 'csv', label: t('chart.csv') }, ...(option ? [{ key: 'png', label: t('chart.png') }] : [])];
  const toggle = t(asTable ? 'chart.asChart' : 'chart.asTable');
  return (
    <>
      <Tooltip title={toggle}>
        <Button type="text" size="small" aria-pressed={asTable} aria-label={toggle} icon={asTable ? <LineChartOutlined /> : <TableOutlined />} onClick={() => onTable(!asTable)} />
      </Tooltip>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button type="text" size="small" aria-label={t('chart.export')} icon={<DownloadOutlined />} />
      </Dropdown>
    </>
  );
}

/** Rows of text and numbers; numbers stand right. With `onPick` a row opens what its mark in the chart opens. */
export function PlainTable({ table, label, onPick }: { table: ChartTable; label: string; onPick?: (index: number) => void }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead><tr>{table.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} className={typeof cell === 'number' ? styles.number : undefined}>
                  {at === 0 && onPick ? <button type="button" className={`plain-button ${styles.pick}`} onClick={() => onPick(index)}>{cell}</button> : (cell ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
