import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { Alert, AutoComplete, Button, Segmented, Select, Steps, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinWords } from '@/format/list';
import { formatCount } from '@/format/number';
import { useLanguage } from '@/i18n';
import { usePhone } from '@/state/useMedia';
import { PlainTable } from './ChartFrame';
import { DATE_ORDERS, IMPORT_MODES, openQuestions, unmapped, wizardStep, type ImportMode, type ImportPort, type ImportRun } from './importRun';
import { ProgressTask } from './ProgressTask';
import { ErrorState } from './States';
import styles from './ImportWizard.module.css';

interface ImportWizardProps {
  title: string;
  templateUrl: string;
  failedUrl: string | undefined;
  run: ImportRun | undefined;
  port: ImportPort;
  onLeave?: () => void;
}

/** Template → upload → map columns → pre-check → run → what was refused, to be mended and sent again. */
export function ImportWizard(props: ImportWizardProps) {
  const { t } = useTranslation('ui');
  const { run, port } = props;
  const step = wizardStep(run);
  return (
    <div className={styles.wizard}>
      <Steps size="small" current={step} items={(['upload', 'map', 'confirm', 'result'] as const).map((key) => ({ title: t(`import.step.${key}`) }))} />
      {port.error ? <ErrorState compact error={port.error} /> : null}
      {step === 0 && <UploadStep {...props} />}
      {step === 1 && run && <MapStep key={run.id} run={run} port={port} />}
      {step === 2 && run && <ConfirmStep {...props} run={run} />}
      {step === 3 && run && <ResultStep {...props} run={run} />}
    </div>
  );
}

function UploadStep({ templateUrl, port }: ImportWizardProps) {
  const { t } = useTranslation('ui');
  const [mode, setMode] = useState<ImportMode>('both');
  const phone = usePhone();
  return (
    <>
      <div className={styles.row}>
        <Button icon={<DownloadOutlined />} href={templateUrl}>{t('import.template')}</Button>
        <Segmented value={mode} onChange={setMode} options={IMPORT_MODES.map((value) => ({ value, label: t(`import.mode.${value}`) }))} aria-label={t('import.modeLabel')} />
      </div>
      <Upload.Dragger accept=".xlsx,.csv" maxCount={1} showUploadList={false} disabled={port.busy} beforeUpload={(file) => { port.upload(file, mode); return false; }}>
        <p className={styles.inbox}><InboxOutlined /></p>
        <p>{t(port.busy ? 'import.uploading' : phone ? 'import.choose' : 'import.drop')}</p>
        <p className={styles.hint}>{t('import.formats')}</p>
      </Upload.Dragger>
    </>
  );
}

function MapStep({ run, port }: { run: ImportRun; port: ImportPort }) {
  const { t } = useTranslation('ui');
  const [mapping, setMapping] = useState(run.mapping);
  const [options, setOptions] = useState(run.options);
  const language = useLanguage();
  const missing = unmapped(run.fields, mapping);
  if (run.state === 'checking') return <ProgressTask title={t('import.checking')} progress={{ state: 'running', done: run.rows_done, total: run.rows_total || null }} />;
  return (
    <>
      <ul className={styles.fields}>
        {run.fields.map((field) => (
          <li key={field.key}>
            <label htmlFor={`map-${field.key}`}>{field.label}{field.required && <em title={t('import.required')}> *</em>}</label>
            <Select
              id={`map-${field.key}`}
              allowClear
              showSearch
              value={mapping[field.key] || undefined}
              status={field.required && !mapping[field.key] ? 'error' : undefined}
              placeholder={t('import.noColumn')}
              onChange={(column?: string) => setMapping({ ...mapping, [field.key]: column ?? '' })}
              options={run.columns.map((column) => ({ value: column, label: column }))}
            />
          </li>
        ))}
      </ul>
      <Options asked={openQuestions(run.fields, mapping)} options={options} onChange={setOptions} />
      {run.sample.length > 0 && <PlainTable label={t('import.sample')} table={{ columns: run.columns, rows: run.sample }} />}
      {missing.length > 0 && <Alert type="warning" showIcon title={t('import.missing', { fields: joinWords(missing.map((field) => field.label), language) })} />}
      <div className={styles.row}>
        <Button onClick={port.restart}>{t('import.otherFile')}</Button>
        <Button type="primary" disabled={missing.length > 0} loading={port.busy} onClick={() => port.check(withoutEmpty(mapping), withoutEmpty(options))}>{t('import.check')}</Button>
      </div>
    </>
  );
}

/** Offered with what is common; any other platform can be typed. */
const SOURCES = ['天猫', '京东', '美团', '饿了么', '大众点评', '抖音', '小红书', '热线'];

interface OptionsProps {
  asked: { source: boolean; dateOrder: boolean };
  options: Record<string, string>;
  onChange: (options: Record<string, string>) => void;
}

function Options({ asked, options, onChange }: OptionsProps) {
  const { t } = useTranslation('ui');
  if (!asked.source && !asked.dateOrder) return null;
  return (
    <ul className={styles.fields}>
      {asked.source && (
        <li>
          <label htmlFor="option-source">{t('import.source')}</label>
          <AutoComplete id="option-source" allowClear value={options.source} placeholder={t('import.sourceHint')} onChange={(source?: string) => onChange({ ...options, source: source ?? '' })} options={SOURCES.map((value) => ({ value }))} />
        </li>
      )}
      {asked.dateOrder && (
        <li>
          <label htmlFor="option-dates">{t('import.dateOrder')}</label>
          <Select id="option-dates" allowClear value={options.date_order || undefined} placeholder={t('import.dateOrderHint')} onChange={(order?: string) => onChange({ ...options, date_order: order ?? '' })} options={DATE_ORDERS.map((value) => ({ value, label: t(`import.dateOrders.${value}`) }))} />
        </li>
      )}
    </ul>
  );
}

function withoutEmpty(mapping: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).filter(([, column]) => column));
}

function Counts({ run, after }: { run: ImportRun; after: boolean }) {
  const { t } = useTranslation('ui');
  const names = ['created', 'updated', 'unchanged', 'rejected'] as const;
  return (
    <dl className={styles.counts}>
      {names.map((name) => (
        <div key={name} className={name === 'rejected' && run.rejected > 0 ? styles.bad : undefined}>
          <dt>{t(`import.${after ? 'done' : 'will'}.${name}`)}</dt>
          <dd>{formatCount(run[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rejects({ run, failedUrl }: { run: ImportRun; failedUrl: string | undefined }) {
  const { t } = useTranslation('ui');
  if (run.rejected === 0) return null;
  const name = (key: string): string => run.fields.find((field) => field.key === key)?.label ?? key;
  return (
    <>
      <div className={styles.row}>
        <span>{t('import.rejectedRows', { n: formatCount(run.rejected) })}</span>
        {failedUrl && <Button icon={<DownloadOutlined />} href={failedUrl}>{t('import.failedRows')}</Button>}
      </div>
      <PlainTable label={t('import.failedRows')} table={{ columns: [t('import.row'), t('import.field'), t('import.reason')], rows: run.rejects.map((each) => [each.row, name(each.field), each.message]) }} />
    </>
  );
}

function ConfirmStep({ run, port, failedUrl }: ImportWizardProps & { run: ImportRun }) {
  const { t } = useTranslation('ui');
  const taken = run.created + run.updated + run.unchanged;
  return (
    <>
      <Counts run={run} after={false} />
      <Rejects run={run} failedUrl={failedUrl} />
      <div className={styles.row}>
        <Button onClick={port.restart}>{t('import.otherFile')}</Button>
        <Button type="primary" disabled={taken === 0} loading={port.busy} onClick={port.run}>{t('import.run', { n: formatCount(taken) })}</Button>
      </div>
    </>
  );
}

function ResultStep({ title, run, port, failedUrl, onLeave }: ImportWizardProps & { run: ImportRun }) {
  const { t } = useTranslation('ui');
  const running = run.state === 'running';
  return (
    <>
      <ProgressTask title={`${title} · ${run.file_name}`} progress={{ state: running ? 'running' : run.state === 'failed' ? 'failed' : 'done', done: run.rows_done, total: run.rows_total, message: run.error }} onLeave={onLeave} />
      {!running && <Counts run={run} after />}
      {!running && <Rejects run={run} failedUrl={failedUrl} />}
      {!running && <div className={styles.row}><Button onClick={port.restart}>{t('import.again')}</Button></div>}
    </>
  );
}
