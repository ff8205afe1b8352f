import { ExportOutlined, LaptopOutlined, MobileOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Input, Segmented, Select, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '@/api/session';
import { usePreview, useVersions } from '@/api/surveyDrafts';
import { param, useUrlState } from '@/state/useUrlState';
import { ErrorState } from '@/ui/States';
import { UnitPicker } from '@/ui/UnitPicker';
import { CopyButton } from '../../collectors/CopyLink';
import { anyWords, type Definition } from '../model/definition';
import { Field } from '../parts/Field';
import { useEditor, useWhole } from '../state/useEditor';
import { useSaver, useSaverState } from '../state/useProblems';
import type { Selection } from '../useSelection';
import { previewAddress } from './address';
import styles from './preview.module.css';

const PARAMS = { device: param.choice(['phone', 'desktop'], 'phone'), version: param.text('draft'), at: param.optional() };
type Shown = ReturnType<typeof useUrlState<typeof PARAMS>>[0];

/** The answer page itself, in a phone and on a desk; what is sent there is a test. */
export function PreviewView({ selection }: { selection: Selection }) {
  const { survey, language } = useEditor();
  const saver = useSaver();
  const [shown, set] = useUrlState(PARAMS);
  const [unit, setUnit] = useState<string>();
  const [written, setWritten] = useState('');
  useEffect(() => void saver.flush(), [saver]);
  const preview = usePreview(survey, shown.version, unit);
  const at = shown.at ?? selection.question;
  return (
    <div className={styles.preview}>
      <div className={styles.settings}>
        <Devices value={shown.device} onChange={(device) => set({ device })} />
        <VersionField survey={survey} value={shown.version} onChange={(version) => set({ version })} />
        <PlaceField value={at} onChange={(place) => set({ at: place })} />
        <UnitField value={unit ?? preview.data?.unit.code} onChange={setUnit} />
        <LinkField value={written} onChange={setWritten} />
        <TestsHint survey={survey} />
      </div>
      {preview.error && !preview.data ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : !preview.data ? <Skeleton active paragraph={{ rows: 10 }} /> : <Frame device={shown.device} path={previewAddress(preview.data.path, language, at, written)} isDraft={shown.version === 'draft'} />}
    </div>
  );
}

/** The page, loaded anew whenever the draft has been saved. */
function Frame({ device, path, isDraft }: { device: Shown['device']; path: string; isDraft: boolean }) {
  const { t } = useTranslation('editor');
  const { kept } = useSaverState();
  const [again, setAgain] = useState(0);
  return (
    <section className={styles.stage} aria-label={t('view.preview')}>
      <div className={styles.acts}>
        <Button icon={<ReloadOutlined />} onClick={() => setAgain(again + 1)}>{t('preview.again')}</Button>
        <Button icon={<ExportOutlined />} href={path} target="_blank" rel="noreferrer">{t('preview.open')}</Button>
        <CopyButton text={`${location.origin}${path}`} />
      </div>
      <div className={device === 'phone' ? styles.phone : styles.desktop}>
        <iframe key={`${path} ${again} ${isDraft ? kept.revision : ''}`} title={t('preview.page')} src={path} sandbox="allow-scripts allow-forms allow-same-origin" />
      </div>
    </section>
  );
}

function Devices({ value, onChange }: { value: Shown['device']; onChange: (device: Shown['device']) => void }) {
  const { t } = useTranslation('editor');
  const options = [{ value: 'phone' as const, label: t('preview.phone'), icon: <MobileOutlined /> }, { value: 'desktop' as const, label: t('preview.desktop'), icon: <LaptopOutlined /> }];
  return <Segmented block aria-label={t('preview.device')} value={value} onChange={onChange} options={options} />;
}

function VersionField({ survey, value, onChange }: { survey: string; value: string; onChange: (version: string) => void }) {
  const { t } = useTranslation('editor');
  const published = useVersions(survey).data?.items ?? [];
  if (published.length === 0) return null;
  const options = [{ value: 'draft', label: t('preview.draft') }, ...published.map(({ number }) => ({ value: String(number), label: t('preview.version', { n: number }) }))];
  return <Field label={t('preview.which')}>{(labelId) => <Select aria-labelledby={labelId} value={value} onChange={onChange} options={options} />}</Field>;
}

/** Where to begin: pages, and the questions on each. */
function PlaceField({ value, onChange }: { value: string | undefined; onChange: (place: string | undefined) => void }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const definition = useWhole();
  const pageName = (page: Definition['pages'][number], at: number): string => anyWords(page.title, language) || t('page.nth', { n: at + 1 });
  const options = definition.pages.map((page, at) => ({
    label: pageName(page, at),
    options: [{ value: page.key, label: pageName(page, at) }, ...page.questions.map((question) => ({ value: question.key, label: anyWords(question.title, language) || question.key }))],
  }));
  return (
    <Field label={t('preview.at')} help={t('preview.atHelp')}>
      {(labelId) => <Select aria-labelledby={labelId} allowClear showSearch optionFilterProp="label" placeholder={t('preview.beginning')} value={value} onChange={onChange} options={options} />}
    </Field>
  );
}

function UnitField({ value, onChange }: { value: string | undefined; onChange: (unit: string | undefined) => void }) {
  const { t } = useTranslation('editor');
  const { units } = useSession();
  return <Field label={t('preview.unit')}>{() => <UnitPicker block units={units} value={value} onChange={onChange} />}</Field>;
}

function LinkField({ value, onChange }: { value: string; onChange: (written: string) => void }) {
  const { t } = useTranslation('editor');
  const [typed, setTyped] = useState(value);
  return <Field label={t('preview.link')} help={t('preview.linkHelp')}>{(labelId) => <Input aria-labelledby={labelId} placeholder="src=poster&order=T1001" value={typed} onChange={({ target }) => setTyped(target.value)} onBlur={() => onChange(typed)} onPressEnter={() => onChange(typed)} />}</Field>;
}

function TestsHint({ survey }: { survey: string }) {
  const { t } = useTranslation('editor');
  const { can } = useSession();
  return <p className={styles.hint}>{t('preview.tests')} {can('feedback.read') && <Link to={`/surveys/${survey}?tab=answers&test=1`}>{t('preview.seeTests')}</Link>}</p>;
}
