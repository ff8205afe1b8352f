import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { failedUrl, useImportKinds, type ImportListed } from '@/api/imports';
import { useCursorList } from '@/api/useCursorList';
import { joinWords } from '@/format/list';
import { formatCount } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { WizardDrawer } from './WizardDrawer';
import styles from './imports.module.css';

const PARAMS = { kind: param.optional(), open: param.optional() };

/** What can come in by file, and what came. */
export default function Imports() {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const kinds = useImportKinds();
  const [values, set] = useUrlState(PARAMS);
  const list = useCursorList<ImportListed>('/api/v1/imports', {}, { every: 5000 });
  const nameOf = (code: string): string => kinds.data?.items.find((kind) => kind.code === code)?.label ?? code;
  const columns = useColumns(nameOf);
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} />
      {kinds.error && !kinds.data ? <ErrorState compact error={kinds.error} /> : null}
      <ul className={styles.kinds}>
        {kinds.data?.items.map((kind) => (
          <li key={kind.code}>
            <strong>{kind.label}</strong>
            <span className={styles.muted}>{joinWords(kind.fields.filter((field) => field.required).map((field) => field.label), language)}</span>
            <Button onClick={() => set({ kind: kind.code, open: undefined }, { push: true })}>{t('start')}</Button>
          </li>
        ))}
      </ul>
      <DataTable name="imports" label={t('history')} toolbar={<h2 className={styles.heading}>{t('history')}</h2>} columns={columns} rows={list.rows} rowKey={(run) => run.id} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} onOpen={(run) => set({ kind: run.kind, open: run.id }, { push: true })} openKey={values.open} empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />} />
      {values.kind && <WizardDrawer kind={values.kind} kindName={nameOf(values.kind)} id={values.open} onMove={(open) => set({ open })} onClose={() => set({ kind: undefined, open: undefined })} />}
    </>
  );
}

function useColumns(nameOf: (code: string) => string): Column<ImportListed>[] {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  return [
    { key: 'file', title: t('column.file'), render: (run) => <strong data-code>{run.file_name}</strong> },
    { key: 'kind', title: t('column.kind'), render: (run) => nameOf(run.kind) },
    { key: 'state', title: t('column.state'), render: (run) => t(`state.${run.state}`) },
    { key: 'rows', title: t('column.rows'), align: 'right', render: (run) => formatCount(run.rows_total) },
    { key: 'created', title: t('column.created'), align: 'right', render: (run) => formatCount(run.created) },
    { key: 'updated', title: t('column.updated'), align: 'right', render: (run) => formatCount(run.updated) },
    { key: 'rejected', title: t('column.rejected'), align: 'right', render: (run) => <Rejected run={run} /> },
    { key: 'who', title: t('column.who'), render: (run) => run.account },
    { key: 'at', title: t('column.at'), render: (run) => formatInstant(run.created_at, language) },
  ];
}

function Rejected({ run }: { run: ImportListed }) {
  const { t } = useTranslation('imports');
  if (run.rejected === 0) return <>0</>;
  return <a href={failedUrl(run.id)} onClick={(event) => event.stopPropagation()} title={t('failedRows')}>{formatCount(run.rejected)}</a>;
}
