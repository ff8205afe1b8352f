import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Segmented, Skeleton, Upload } from 'antd';
import { FileAddOutlined, UploadOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { importSurvey, startSurvey, useTemplates, type Start, type Template } from '@/api/surveyDrafts';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState } from '@/ui/States';
import { anyWords } from '../editor/model/definition';
import styles from './start.module.css';
import { TemplatePreview } from './TemplatePreview';

const PARAMS = { folder: param.optional(), scene: param.text(), q: param.text(), template: param.optional() };

/** The beginnings of a survey: a template, an empty page, a file from elsewhere. */
export default function StartSurvey() {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const [{ folder, scene, q, template }, set] = useUrlState(PARAMS);
  const { data, error, refetch } = useTemplates();
  const begin = useBegin(folder);
  const items = useMemo(() => inOrder(data?.items ?? []), [data]);
  const scenes = useMemo(() => [...new Set(items.map((item) => item.scene))], [items]);
  const words = q.trim().toLowerCase();
  const shown = items.filter((item) => (!scene || item.scene === scene) && `${Object.values(item.title).join(' ')} ${Object.values(item.description).join(' ')}`.toLowerCase().includes(words));
  return (
    <>
      <PageHeader title={t('start.title')} crumbs={[{ label: t('centre'), to: '/surveys' }]} actions={<ImportButton folder={folder} />} />
      <div className={styles.bar}>
        <Input.Search allowClear aria-label={t('start.search')} placeholder={t('start.search')} defaultValue={q} onSearch={(next) => set({ q: next })} style={{ width: 240 }} />
        <div className={styles.scenes}><Segmented aria-label={t('start.scene')} value={scene} onChange={(next) => set({ scene: next })} options={[{ value: '', label: t('start.all') }, ...scenes.map((value) => ({ value, label: t(`scene.${value}`, { defaultValue: value }) }))]} /></div>
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      <ul className={styles.grid}>
        <li><button type="button" className={`${styles.card} ${styles.blank}`} disabled={begin.isPending} onClick={() => begin.mutate({ title: { [language]: t('untitled') }, languages: [language] })}><FileAddOutlined /><strong>{t('start.blank')}</strong><span>{t('start.blankHint')}</span></button></li>
        {!data && !error && Array.from({ length: 5 }, (_, at) => <li key={at}><div className={styles.card}><Skeleton active paragraph={{ rows: 2 }} /></div></li>)}
        {shown.map((item) => <li key={item.key}><TemplateCard template={item} onOpen={() => set({ template: item.key }, { push: true })} /></li>)}
      </ul>
      {data && !shown.length && <EmptyState compact title={t('start.none')} hint={t('start.noneHint')} />}
      <TemplatePreview template={template} starting={begin.isPending} onClose={() => set({ template: undefined })} onUse={(key) => begin.mutate({ template: key })} />
    </>
  );
}

/** What retailers ask most comes first; scenes not known here come last. */
const SCENES = ['post_purchase', 'store', 'delivery', 'service', 'membership', 'product', 'digital', 'mystery', 'employee', 'event', 'b2b', 'industry'];

function inOrder(items: Template[]): Template[] {
  const rank = (item: Template): number => (SCENES.indexOf(item.scene) + SCENES.length + 1) % (SCENES.length + 1);
  return [...items].sort((a, b) => rank(a) - rank(b));
}

function TemplateCard({ template, onOpen }: { template: Template; onOpen: () => void }) {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  return (
    <button type="button" className={styles.card} onClick={onOpen}>
      <span className={styles.scene}>{t(`scene.${template.scene}`, { defaultValue: template.scene })}</span>
      <strong>{anyWords(template.title, language)}</strong>
      <span>{anyWords(template.description, language)}</span>
      <span className={styles.size}>{t('start.size', { n: template.questions, minutes: template.minutes })}</span>
    </button>
  );
}

/** Makes the draft and goes to its editor. */
function useBegin(folder: string | undefined) {
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (start: Start) => startSurvey({ ...start, ...(folder ? { folder: Number(folder) } : {}) }),
    onSuccess: ({ key }) => {
      void queries.invalidateQueries({ queryKey: ['surveys'] });
      void navigate(`/surveys/${key}/edit`);
    },
    onError: (error) => void message.error(error.message),
  });
}

function ImportButton({ folder }: { folder: string | undefined }) {
  const { t } = useTranslation('editor');
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const take = async (file: File): Promise<void> => {
    setBusy(true);
    try {
      const { survey, not_taken } = await importSurvey(file, folder ? Number(folder) : undefined);
      void navigate(`/surveys/${survey.key}/edit`);
      if (not_taken.length) modal.warning({ title: t('start.notTaken', { n: not_taken.length }), content: <ul className={styles.notTaken}>{not_taken.map((each, at) => <li key={at}>{each.where} {each.message}</li>)}</ul> });
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Upload accept=".xlsx,.json" showUploadList={false} beforeUpload={(file) => { void take(file); return false; }}>
      <Button icon={<UploadOutlined />} loading={busy}>{t('start.import')}</Button>
    </Upload>
  );
}
