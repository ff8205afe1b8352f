import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Radio, Skeleton, Table, type TableColumnType } from 'antd';
import { useEffect, useRef, useState, type Key, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/state/useMedia';
import { Pages } from './Pages';
import { ErrorState } from './States';
import { writeSort, readSort, type Column, type Paging } from './table';
import { useColumnChoice } from './useColumnChoice';
import { useListKeys } from './useListKeys';
import styles from './DataTable.module.css';

interface Selection {
  keys: string[];
  onChange: (keys: string[]) => void;
  actions: ReactNode;
  /** Choosing all rows of the filter, on every page: how many that are, and how. */
  all?: { n: number; onAll: () => void; busy: boolean };
}

interface DataTableProps<Row> {
  /** Names the list in the reader's stored settings. */
  name: string;
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  empty: ReactNode;
  sort?: string;
  onSort?: (sort: string | undefined) => void;
  paging?: Paging;
  selection?: Selection;
  /** Told which columns are in sight, for lists that fetch no others. */
  onVisible?: (keys: string[]) => void;
  onOpen?: (row: Row) => void;
  openKey?: string;
  /** A row as a card for phones; without it the first column is frozen and the rest scrolls. */
  card?: (row: Row) => ReactNode;
  toolbar?: ReactNode;
}

/** A list from the server: its order, pages and filters are the server's; this shows them and asks for others. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, error, onRetry, selection } = props;
  const phone = usePhone();
  if (error && !rows) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <div className={styles.list}>
      {selection && selection.keys.length > 0 && <BatchBar {...selection} />}
      {phone && props.card ? <Cards {...props} card={props.card} /> : <Rows {...props} phone={phone} />}
      {props.paging && rows && rows.length > 0 && <Pages paging={props.paging} />}
    </div>
  );
}

function Rows<Row extends object>(props: DataTableProps<Row> & { phone: boolean }) {
  const { name, columns, rows, rowKey, loading, selection, onOpen, openKey, onVisible, phone } = props;
  const choice = useColumnChoice(name, columns);
  const [active, setActive] = useState<string>();
  const keys = (rows ?? []).map(rowKey);
  const openByKey = (key: string): void => {
    const row = rows?.find((each) => rowKey(each) === key);
    if (row) onOpen?.(row);
  };
  useListKeys(keys, active, setActive, onOpen && openByKey);
  const inSight = choice.visible.map((column) => column.key).join('\n');
  useEffect(() => onVisible?.(inSight.split('\n')), [inSight, onVisible]);
  const frame = useFocusableScroll();
  const settings = phone ? null : <ColumnSettings columns={columns} choice={choice} />;
  if (!rows) return <SkeletonRows />;
  return (
    <div ref={frame} className={styles.list}>
      {props.toolbar && <div className={styles.tools}>{props.toolbar}{settings}</div>}
      {!props.toolbar && settings && <div className={styles.gear}>{settings}</div>}
      <Table<Row>
        aria-label={props.label}
        size={choice.dense ? 'small' : 'medium'}
        columns={[...antdColumns(choice.visible, props.sort, phone), ...(props.toolbar || !settings ? [] : [settingsColumn<Row>()])]}
        dataSource={rows}
        rowKey={rowKey}
        loading={loading}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: props.empty }}
        rowClassName={(row) => rowClass(rowKey(row), active, openKey, onOpen !== undefined)}
        onRow={(row) => rowActs(() => { setActive(rowKey(row)); onOpen?.(row); }, onOpen !== undefined)}
        onChange={(_, __, sorter) => !Array.isArray(sorter) && props.onSort?.(sorted(sorter.columnKey, sorter.order))}
        rowSelection={selection && { selectedRowKeys: selection.keys, preserveSelectedRowKeys: true, onChange: (next) => selection.onChange(next.map(String)) }}
      />
    </div>
  );
}

/** A table without a toolbar carries its settings at the end of its head, where they cost no row: this keeps the place for them. antd copies a column's title into a hidden row, where a button must not be. */
function settingsColumn<Row>(): TableColumnType<Row> {
  return { key: 'settings', width: 44, fixed: 'right', render: () => null };
}

/** A row that opens can be reached and opened by key as well. */
function rowActs(act: () => void, opens: boolean) {
  if (!opens) return { onClick: act };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target === event.currentTarget) act();
  };
  return { onClick: act, onKeyDown, tabIndex: 0 };
}

/** antd's scrolling frame takes no focus of itself, so that a keyboard could not scroll a table without controls. */
function useFocusableScroll() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.querySelector('.ant-table-content')?.setAttribute('tabindex', '0'));
  return ref;
}

function rowClass(key: string, active: string | undefined, open: string | undefined, opens: boolean): string {
  return [opens && styles.opens, key === active && styles.active, key === open && styles.open].filter(Boolean).join(' ');
}

function sorted(key: Key | undefined, order: 'ascend' | 'descend' | null | undefined): string | undefined {
  if (!key || !order) return undefined;
  return writeSort({ by: String(key), desc: order === 'descend' });
}

function antdColumns<Row>(columns: Column<Row>[], sortText: string | undefined, phone: boolean): TableColumnType<Row>[] {
  const sort = readSort(sortText);
  return columns.map((column, index) => ({
    key: column.sort ?? column.key,
    title: column.title,
    width: column.width,
    align: column.align,
    fixed: phone && index === 0 ? 'left' : undefined,
    sorter: column.sort !== undefined,
    sortOrder: sort && sort.by === column.sort ? (sort.desc ? 'descend' : 'ascend') : null,
    render: (_: unknown, row: Row) => column.render(row),
  }));
}

function Cards<Row extends object>({ rows, rowKey, card, onOpen, openKey, empty }: DataTableProps<Row> & { card: (row: Row) => ReactNode }) {
  if (!rows) return <SkeletonRows />;
  if (rows.length === 0) return <>{empty}</>;
  return (
    <ul className={styles.cards}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={rowKey(row) === openKey ? styles.open : ''}>
          {onOpen ? <button type="button" className={`plain-button ${styles.card}`} onClick={() => onOpen(row)}>{card(row)}</button> : <div className={styles.card}>{card(row)}</div>}
        </li>
      ))}
    </ul>
  );
}

function SkeletonRows() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => <Skeleton key={index} active title={false} paragraph={{ rows: 1, width: '100%' }} />)}
    </div>
  );
}

function BatchBar({ keys, onChange, actions, all }: Selection) {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.batch} role="region" aria-label={t('table.batch')}>
      <strong>{t('table.selected', { n: keys.length })}</strong>
      {all && all.n > keys.length && <Button type="link" size="small" loading={all.busy} onClick={all.onAll}>{t('table.selectAll', { n: all.n })}</Button>}
      {actions}
      <Button type="link" size="small" onClick={() => onChange([])}>{t('table.clearSelection')}</Button>
    </div>
  );
}

function ColumnSettings<Row>({ columns, choice }: { columns: Column<Row>[]; choice: ReturnType<typeof useColumnChoice<Row>> }) {
  const { t } = useTranslation('ui');
  const content = (
    <div className={styles.settings}>
      <Checkbox.Group
        value={columns.filter((each) => !choice.hidden.includes(each.key)).map((each) => each.key)}
        onChange={(shown) => choice.setHidden(columns.map((each) => each.key).filter((key) => !shown.includes(key)))}
        options={columns.map((each, index) => ({ value: each.key, label: each.title, disabled: index === 0 }))}
      />
      <Radio.Group
        size="small"
        optionType="button"
        value={choice.dense}
        onChange={(event) => choice.setDense(event.target.value as boolean)}
        options={[{ value: true, label: t('table.dense') }, { value: false, label: t('table.loose') }]}
      />
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} title={t('table.columns')}>
      <Button type="text" size="small" icon={<SettingOutlined />} aria-label={t('table.columns')} />
    </Popover>
  );
}
